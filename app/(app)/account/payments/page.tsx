import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { AccountTabs } from '@/components/account/account-tabs';
import { BillingBanner } from '@/components/account/billing-banner';
import { DoneNotice } from '@/components/account/done-notice';
import { Licenses } from '@/components/account/licenses';
import { Payments } from '@/components/account/payments';
import { ACCOUNT } from '@/components/account/words';
import { AppPage } from '@/components/site/app-page';
import { SITE } from '@/components/site/words';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { licensesOf } from '@/lib/billing/licenses';
import { recentOutcome } from '@/lib/billing/outcome';
import { billingOverview } from '@/lib/billing/overview';

export const metadata: Metadata = { title: ACCOUNT.payments };

interface Props {
  readonly searchParams: Promise<{ readonly done?: string }>;
}

export default async function AccountPayments({ searchParams }: Props) {
  const user = await requireUser('/account/payments');
  const [overview, licenses, locale, { done }] = await Promise.all([
    billingOverview(user.id),
    licensesOf(user.id),
    readerLocale(),
    searchParams,
  ]);
  const outcome = done === 'refund' ? await recentOutcome(user.id, done) : null;
  return (
    <AppPage current="/account">
      {outcome && <DoneNotice deed="refund" outcome={outcome} planned={false} />}
      <BillingBanner overview={overview} locale={locale} />
      <PageHeading title={ACCOUNT.payments}>{ACCOUNT.paymentsLead}</PageHeading>
      <AccountTabs current="/account/payments" />
      <Payments payments={overview.payments} locale={locale} />
      <Licenses licenses={licenses} locale={locale} />
      <p className="text-sm text-muted">
        {ACCOUNT.help}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {ACCOUNT.write}
        </a>
      </p>
    </AppPage>
  );
}
