import type { Metadata } from 'next';
import { report } from '@/app/(app)/run';
import { readerLocale } from '@/app/reader';
import { BillingBanner } from '@/components/account/billing-banner';
import { REPORTS_PAGE, TOOL, UPSELL } from '@/components/reports/form-words';
import { Tool } from '@/components/reports/tool';
import { Upsell } from '@/components/reports/upsell';
import { UsageCard } from '@/components/reports/usage-card';
import { AppPage } from '@/components/site/app-page';
import { LinkButton } from '@/components/ui/link-button';
import { Notice } from '@/components/ui/notice';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { isSubscribed, mayUse } from '@/lib/billing/access';
import { billingOverview } from '@/lib/billing/overview';
import { businessNow } from '@/lib/clock';
import { includedDays, includedLongReports } from '@/lib/reports/allowance';
import { exampleText } from '@/lib/reports/example';
import { creditsUsed } from '@/lib/reports/usage';

export const metadata: Metadata = { title: REPORTS_PAGE.title };

interface Props {
  readonly searchParams: Promise<{ readonly example?: string }>;
}

export default async function Premium({ searchParams }: Props) {
  const user = await requireUser('/premium');
  const [overview, locale, { example }] = await Promise.all([billingOverview(user.id), readerLocale(), searchParams]);
  const { access } = overview;
  if (access.level === 'none' || (access.level === 'full' && !mayUse(access, 'reports')))
    return (
      <AppPage current="/premium">
        <Upsell locale={locale} subscribed={isSubscribed(access)} />
      </AppPage>
    );
  return (
    <AppPage current="/premium">
      <BillingBanner overview={overview} locale={locale} />
      <PageHeading title={REPORTS_PAGE.title}>{REPORTS_PAGE.lead}</PageHeading>
      <div className="grid items-start gap-10 lg:grid-cols-[2fr_1fr]">
        {mayUse(access, 'reports') ? (
          <Tool
            kind="report"
            run={report}
            start={example === undefined ? '' : exampleText(includedDays(access))}
            locale={locale}
            hint={TOOL.cost(includedDays(access), access.credits, includedLongReports(access))}
            mayDownload={mayUse(access, 'exports')}
          />
        ) : (
          <Notice
            tone="warn"
            title={UPSELL.closedTitle}
            action={<LinkButton href="/account">{UPSELL.account}</LinkButton>}
          >
            {UPSELL.closed}
          </Notice>
        )}
        <UsageCard days={await creditsUsed(user.id, await businessNow())} credits={access.credits} locale={locale} />
      </div>
    </AppPage>
  );
}
