import type { Metadata } from 'next';
import { readerLocale } from '@/app/reader';
import { BillingBanner } from '@/components/account/billing-banner';
import { Payments } from '@/components/account/payments';
import { PlanCard } from '@/components/account/plan-card';
import { ACCOUNT } from '@/components/account/words';
import { SignOutButton } from '@/components/auth/sign-out-button';
import { AppPage } from '@/components/site/app-page';
import { SITE } from '@/components/site/words';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { billingOverview } from '@/lib/billing/overview';

export const metadata: Metadata = { title: ACCOUNT.title };

export default async function Account() {
  const user = await requireUser('/account');
  const [overview, locale] = await Promise.all([billingOverview(user.id), readerLocale()]);
  return (
    <AppPage current="/account">
      <BillingBanner overview={overview} locale={locale} />
      <div className="flex flex-wrap items-end justify-between gap-4">
        <PageHeading title={ACCOUNT.title}>{ACCOUNT.signedInAs(user.email)}</PageHeading>
        <SignOutButton label={ACCOUNT.signOut} />
      </div>
      <PlanCard overview={overview} locale={locale} />
      <Payments payments={overview.payments} locale={locale} />
      <p className="text-sm text-muted">
        {ACCOUNT.help}{' '}
        <a className="link" href={`mailto:${SITE.support}`}>
          {ACCOUNT.write}
        </a>
      </p>
    </AppPage>
  );
}
