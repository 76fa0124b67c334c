import type { Metadata } from 'next';
import { AuthPage } from '@/components/auth/auth-page';
import { INBOX } from '@/components/auth/words';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHeading } from '@/components/ui/page-heading';
import { enteredAddress } from '@/lib/auth/entered-address';
import { env } from '@/lib/env';

export const metadata: Metadata = { title: INBOX.title };

// public: says the same to everyone who asked for a link, whether or not there is an account
export default async function CheckInbox() {
  const address = await enteredAddress();
  const { sandboxUrl } = env().world;
  return (
    <AuthPage>
      <PageHeading title={INBOX.title}>{INBOX.sent(address)}</PageHeading>
      {sandboxUrl !== null && (
        <Notice
          title={INBOX.sandbox}
          action={
            <LinkButton variant="signal" href={`${sandboxUrl}/mail`}>
              {INBOX.mailbox}
            </LinkButton>
          }
        />
      )}
      <p className="text-sm text-muted">
        {INBOX.missing}{' '}
        <a className="link" href="/sign-in">
          {INBOX.again}
        </a>
        .
      </p>
    </AuthPage>
  );
}
