import type { Profile } from '@/lib/account/profile';
import { Button } from '../../ui/button';
import { Field } from '../../ui/field';
import { LinkButton } from '../../ui/link-button';
import { SettingsSection } from '../settings-section';
import { SignInAgain } from '../sign-in-again';
import { PROFILE } from './copy';

/** What customers can enter about themselves. */
export function ProfileForm({ profile }: { readonly profile: Profile }) {
  return (
    <SettingsSection id="name-section" title={PROFILE.name} lead={PROFILE.nameHint}>
      <form method="post" action="/api/account/profile" className="grid w-full justify-items-start gap-4">
        <Field
          id="name"
          name="name"
          label={PROFILE.name}
          defaultValue={profile.name ?? ''}
          maxLength={80}
          autoComplete="name"
        />
        <Button variant="outline">{PROFILE.save}</Button>
      </form>
    </SettingsSection>
  );
}

interface EmailFormProps {
  readonly email: string;
  readonly recentSignIn: boolean;
  readonly invalid: boolean;
}

export function EmailForm({ email, recentSignIn, invalid }: EmailFormProps) {
  return (
    <SettingsSection id="email-section" title={PROFILE.email} lead={PROFILE.emailLead(email)}>
      {recentSignIn ? (
        <form method="post" action="/api/account/email" className="grid w-full justify-items-start gap-4">
          <Field
            id="email"
            name="email"
            type="email"
            label={PROFILE.newEmail}
            hint={PROFILE.newEmailHint}
            error={invalid ? PROFILE.invalidEmail : undefined}
            autoComplete="email"
            required
          />
          <Button variant="outline">{PROFILE.changeEmail}</Button>
        </form>
      ) : (
        <SignInAgain path="/account/profile" />
      )}
    </SettingsSection>
  );
}

export function DataLinks() {
  return (
    <>
      <SettingsSection id="data-section" title={PROFILE.data} lead={PROFILE.dataLead}>
        <LinkButton variant="outline" href="/api/account/export">
          {PROFILE.download}
        </LinkButton>
      </SettingsSection>
      <SettingsSection id="delete-section" title={PROFILE.delete} lead={PROFILE.deleteLead}>
        <LinkButton href="/account/delete" variant="destructive">
          {PROFILE.deleteLink}
        </LinkButton>
      </SettingsSection>
    </>
  );
}
