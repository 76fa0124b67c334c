import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { SECURITY } from '@/components/account/security/copy';
import { Sessions } from '@/components/account/security/sessions';
import { AppPage } from '@/components/site/app-page';
import { Alert } from '@/components/ui/alert';
import { PageHeading } from '@/components/ui/page-heading';
import { listSessions } from '@/lib/account/sessions';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: SECURITY.title };

interface Props {
  readonly searchParams: Promise<{ readonly success?: string }>;
}

export default async function Security({ searchParams }: Props) {
  const user = await requireUser('/account/security');
  const [sessions, reader, { success }] = await Promise.all([listSessions(user.id), requestReader(), searchParams]);
  return (
    <AppPage current="/account">
      {success === 'sessions' && sessions.length === 1 && (
        <Alert variant="success" role="status" title={SECURITY.done} />
      )}
      <PageHeading title={SECURITY.title}>{SECURITY.lead}</PageHeading>
      <AccountTabs user={user} current="/account/security" />
      <Sessions sessions={sessions} reader={reader} />
    </AppPage>
  );
}
