import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { CONFIRM_SIGN_IN } from '@/components/auth/copy';
import { Button } from '@/components/ui/button';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { linkAddress } from '@/lib/auth/link';
import { safePath } from '@/lib/redirect';

export const metadata: Metadata = { title: CONFIRM_SIGN_IN.title, robots: { index: false }, referrer: 'strict-origin' };

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

// public: target of the emailed link; the button consumes the link, opening the page does not
export default async function Confirm({ searchParams }: Props) {
  const { token, callbackUrl } = await searchParams;
  const address = typeof token === 'string' ? await linkAddress(token) : null;
  if (address === null)
    return (
      <AuthPage>
        <PageHeading title={CONFIRM_SIGN_IN.invalidTitle}>{CONFIRM_SIGN_IN.invalid}</PageHeading>
        <p>
          <LinkButton variant="outline" href="/sign-in">
            {CONFIRM_SIGN_IN.again}
          </LinkButton>
        </p>
      </AuthPage>
    );
  return (
    <AuthPage>
      <PageHeading title={CONFIRM_SIGN_IN.title}>{CONFIRM_SIGN_IN.lead(address)}</PageHeading>
      <form method="post" action="/api/auth/confirm">
        <input type="hidden" name="token" value={token} />
        <input
          type="hidden"
          name="callbackUrl"
          value={callbackUrl === undefined ? '/dashboard' : safePath(callbackUrl)}
        />
        <Button size="lg">{CONFIRM_SIGN_IN.button}</Button>
      </form>
    </AuthPage>
  );
}
