import type { Metadata } from 'next';
import { ACCOUNT_DELETED } from '@/components/account/profile/copy';
import { MessagePage } from '@/components/site/message-page';
import { LinkButton } from '@/components/ui/link-button';

export const metadata: Metadata = { title: ACCOUNT_DELETED.title, robots: { index: false } };

// public: visitors have just deleted their account
export default function AccountDeleted() {
  return (
    <MessagePage title={ACCOUNT_DELETED.title} text={ACCOUNT_DELETED.text}>
      <p>
        <LinkButton variant="outline" href="/">
          {ACCOUNT_DELETED.home}
        </LinkButton>
      </p>
    </MessagePage>
  );
}
