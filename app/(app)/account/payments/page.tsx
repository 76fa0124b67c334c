import type { Metadata } from 'next';
import { requestReader } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { ActionNotice } from '@/components/account/action-notice';
import { BillingBanner } from '@/components/account/billing-banner';
import { ACCOUNT } from '@/components/account/copy';
import { Licenses } from '@/components/account/licenses';
import { Payments } from '@/components/account/payments';
import { AppPage } from '@/components/site/app-page';
import { PageHeading } from '@/components/ui/page-heading';
import { SITE } from '@/config/site';
import { actorOf, requireMember } from '@/lib/auth';
import { licensesOf } from '@/lib/billing/account/licenses';
import { billingOverview } from '@/lib/billing/account/overview';
import { recentOutcome } from '@/lib/billing/operations/action-status';

export const metadata: Metadata = { title: ACCOUNT.payments };

interface Props {
  readonly searchParams: Promise<{ readonly success?: string }>;
}

export default async function AccountPayments({ searchParams }: Props) {
  const user = await requireMember('admin', '/account/payments');
  const [overview, licenses, reader, { success }] = await Promise.all([
    billingOverview(user.workspaceId),
    licensesOf(user.workspaceId),
    requestReader(),
    searchParams,
  ]);
  const outcome = success === 'refund' ? await recentOutcome(actorOf(user), success) : null;
  return (
    <AppPage current="/account">
      {outcome && <ActionNotice action="refund" outcome={outcome} scheduled={false} />}
      <BillingBanner overview={overview} reader={reader} manages />
      <PageHeading title={ACCOUNT.payments}>{ACCOUNT.paymentsLead}</PageHeading>
      <AccountTabs user={user} current="/account/payments" />
      <Payments payments={overview.payments} reader={reader} />
      <Licenses licenses={licenses} reader={reader} />
      <p className="text-sm text-muted-foreground">
        {ACCOUNT.help}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {ACCOUNT.write}
        </a>
      </p>
    </AppPage>
  );
}
