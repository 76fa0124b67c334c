import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { Sessions } from '@/components/account/sessions';
import { SECURITY } from '@/components/account/words-security';
import { AppPage } from '@/components/site/app-page';
import { Notice } from '@/components/ui/notice';
import { PageHeading } from '@/components/ui/page-heading';
import { sessionsOf } from '@/lib/account/sessions';
import { requireUser } from '@/lib/auth';

export const metadata: Metadata = { title: SECURITY.title };

interface Props {
  readonly searchParams: Promise<{ readonly done?: string }>;
}

export default async function Security({ searchParams }: Props) {
  const user = await requireUser('/account/security');
  const [sessions, locale, { done }] = await Promise.all([sessionsOf(user.id), readerLocale(), searchParams]);
  return (
    <AppPage current="/account">
      {done === 'sessions' && sessions.length === 1 && <Notice tone="good" role="status" title={SECURITY.done} />}
      <PageHeading title={SECURITY.title}>{SECURITY.lead}</PageHeading>
      <AccountTabs current="/account/security" />
      <Sessions sessions={sessions} locale={locale} />
    </AppPage>
  );
}
