import type { Metadata } from 'next';
import { StepPage } from '@/components/account/step-page';
import { CONFIRM_ADDRESS } from '@/components/account/words-profile';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { addressBehind } from '@/lib/account/email-change';
import { requireUser } from '@/lib/auth';

// The token stands in the address: no other site may see it.
export const metadata: Metadata = { title: CONFIRM_ADDRESS.title, robots: { index: false }, referrer: 'strict-origin' };

interface Props {
  readonly searchParams: Promise<{ readonly token?: string | string[] }>;
}

/** Where the mailed link leads. Opening it uses nothing up, so that a mail scanner does no harm. */
export default async function ConfirmAddress({ searchParams }: Props) {
  const { token } = await searchParams;
  const given = typeof token === 'string' ? token.slice(0, 200) : '';
  const user = await requireUser(`/account/email/confirm?${new URLSearchParams({ token: given })}`);
  const address = await addressBehind(user.id, given);
  if (address === null)
    return (
      <StepPage title={CONFIRM_ADDRESS.goneTitle} lead={CONFIRM_ADDRESS.gone}>
        <p>
          <LinkButton href="/account/profile">{CONFIRM_ADDRESS.back}</LinkButton>
        </p>
      </StepPage>
    );
  return (
    <StepPage title={CONFIRM_ADDRESS.title} lead={CONFIRM_ADDRESS.lead(address)}>
      <form method="post" action="/api/account/email/confirm">
        <input type="hidden" name="token" value={given} />
        <Button variant="signal" size="lg">
          {CONFIRM_ADDRESS.button}
        </Button>
      </form>
    </StepPage>
  );
}
