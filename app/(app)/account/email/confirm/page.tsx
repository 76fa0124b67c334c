import type { Metadata } from 'next';
import { CONFIRM_EMAIL } from '@/components/account/profile/copy';
import { StepPage } from '@/components/account/step-page';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { addressForToken } from '@/lib/account/email-change';
import { requireUser } from '@/lib/auth';

// The URL contains the token, so it must not be sent as a referrer.
export const metadata: Metadata = { title: CONFIRM_EMAIL.title, robots: { index: false }, referrer: 'strict-origin' };

interface Props {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}

/** Target of the emailed link. Opening it doesn't consume the link, so that mail scanners do no harm. */
export default async function ConfirmEmail({ searchParams }: Props) {
  const { token } = await searchParams;
  const given = typeof token === 'string' ? token.slice(0, 200) : '';
  const user = await requireUser(`/account/email/confirm?${new URLSearchParams({ token: given })}`);
  const address = await addressForToken(user.id, given);
  if (address === null)
    return (
      <StepPage title={CONFIRM_EMAIL.invalidTitle} lead={CONFIRM_EMAIL.invalid}>
        <p>
          <LinkButton variant="outline" href="/account/profile">
            {CONFIRM_EMAIL.back}
          </LinkButton>
        </p>
      </StepPage>
    );
  return (
    <StepPage title={CONFIRM_EMAIL.title} lead={CONFIRM_EMAIL.lead(address)}>
      <form method="post" action="/api/account/email/confirm">
        <input type="hidden" name="token" value={given} />
        <Button size="lg">{CONFIRM_EMAIL.button}</Button>
      </form>
    </StepPage>
  );
}
