import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { CONFIRM } from '@/components/auth/words';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { linkAddress } from '@/lib/auth/link';
import { safePath } from '@/lib/redirect';

export const metadata: Metadata = { title: CONFIRM.title, robots: { index: false }, referrer: 'strict-origin' };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

// public: the mailed link leads here; looking at the page does not use the link up, the button does
export default async function Confirm({ searchParams }: Props) {
  const { token, callbackUrl } = await searchParams;
  const address = typeof token === 'string' ? await linkAddress(token) : null;
  if (address === null)
    return (
      <AuthPage>
        <PageHeading title={CONFIRM.goneTitle}>{CONFIRM.gone}</PageHeading>
        <p>
          <LinkButton href="/sign-in">{CONFIRM.again}</LinkButton>
        </p>
      </AuthPage>
    );
  return (
    <AuthPage>
      <PageHeading title={CONFIRM.title}>{CONFIRM.lead(address)}</PageHeading>
      <form method="post" action="/api/auth/confirm">
        <input type="hidden" name="token" value={token} />
        <input
          type="hidden"
          name="callbackUrl"
          value={callbackUrl === undefined ? '/dashboard' : safePath(callbackUrl)}
        />
        <Button variant="signal" size="lg">
          {CONFIRM.button}
        </Button>
      </form>
    </AuthPage>
  );
}
