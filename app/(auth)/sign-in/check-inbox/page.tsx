import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { INBOX } from '@/components/auth/copy';
import { Alert } from '@/components/ui/alert';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { enteredAddress } from '@/lib/auth/entered-address';
import { env } from '@/lib/env';

export const metadata: Metadata = { title: INBOX.title };

// public: the same for every address, whether or not it has an account
export default async function CheckInbox() {
  const address = await enteredAddress();
  const { sandboxUrl } = env().payments;
  return (
    <AuthPage>
      <PageHeading title={INBOX.title}>{INBOX.sent(address)}</PageHeading>
      {sandboxUrl !== null && (
        <Alert title={INBOX.sandbox} action={<LinkButton href={`${sandboxUrl}/mail`}>{INBOX.mailbox}</LinkButton>} />
      )}
      <p className="text-sm text-muted-foreground">
        {INBOX.missing}{' '}
        <a className="link" href="/sign-in">
          {INBOX.again}
        </a>
        .
      </p>
    </AuthPage>
  );
}
