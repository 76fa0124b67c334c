import { Button } from '../ui/button';
import { Field } from '../ui/field';
import { LinkButton } from '../ui/link-button';
import { Section } from './section';
import { SignInAgain } from './sign-in-again';
import { PROFILE } from './words-profile';

export function NameForm({ name }: { readonly name: string | null }) {
  return (
    <Section id="name-section" title={PROFILE.name} lead={PROFILE.nameHint}>
      <form method="post" action="/api/account/profile" className="grid w-full justify-items-start gap-4">
        <Field
          id="name"
          name="name"
          label={PROFILE.name}
          defaultValue={name ?? ''}
          maxLength={80}
          autoComplete="name"
        />
        <Button>{PROFILE.save}</Button>
      </form>
    </Section>
  );
}

interface AddressProps {
  readonly email: string;
  readonly fresh: boolean;
  readonly wrong: boolean;
}

export function AddressForm({ email, fresh, wrong }: AddressProps) {
  return (
    <Section id="address-section" title={PROFILE.address} lead={PROFILE.addressLead(email)}>
      {fresh ? (
        <form method="post" action="/api/account/email" className="grid w-full justify-items-start gap-4">
          <Field
            id="email"
            name="email"
            type="email"
            label={PROFILE.newAddress}
            hint={PROFILE.newAddressHint}
            error={wrong ? PROFILE.wrongAddress : undefined}
            autoComplete="email"
            required
          />
          <Button>{PROFILE.change}</Button>
        </form>
      ) : (
        <SignInAgain path="/account/profile" />
      )}
    </Section>
  );
}

export function DataLinks() {
  return (
    <>
      <Section id="data-section" title={PROFILE.data} lead={PROFILE.dataLead}>
        <LinkButton href="/api/account/export">{PROFILE.download}</LinkButton>
      </Section>
      <Section id="leave-section" title={PROFILE.leave} lead={PROFILE.leaveLead}>
        <LinkButton href="/account/delete" variant="danger">
          {PROFILE.leaveLink}
        </LinkButton>
      </Section>
    </>
  );
}
