import type { Metadata } from 'next';
import { createReport } from '@/app/(app)/premium/actions';
import { requestReader } from '@/app/reader';
import { BillingBanner } from '@/components/account/billing-banner';
import { REPORT_FORM, REPORTS_PAGE, UPSELL } from '@/components/reports/copy';
import { ReportForm } from '@/components/reports/report-form';
import { Upsell } from '@/components/reports/upsell';
import { UsageCard } from '@/components/reports/usage-card';
import { AppPage } from '@/components/site/app-page';
import { Alert } from '@/components/ui/alert';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { can, isSubscribed } from '@/lib/billing/access/decide';
import { planOverview } from '@/lib/billing/account/overview';
import { smallestPlanWith } from '@/lib/billing/catalog/on-sale';
import { includedDays, includedLongReports } from '@/lib/reports/allowance';
import { exampleText } from '@/lib/reports/example';
import { creditsUsed } from '@/lib/reports/usage';
import { roleIncludes } from '@/lib/workspaces/roles';

export const metadata: Metadata = { title: REPORTS_PAGE.title };

interface Props {
  readonly searchParams: Promise<{ readonly example?: string }>;
}

export default async function Premium({ searchParams }: Props) {
  const user = await requireUser('/premium');
  const [overview, reader, { example }] = await Promise.all([
    planOverview(user.workspaceId),
    requestReader(),
    searchParams,
  ]);
  const { access } = overview;
  const manages = roleIncludes(user.workspaceRole, 'admin');
  if (access.level === 'none' || (access.level === 'full' && !can(access, 'reports')))
    return (
      <AppPage current="/premium">
        <Upsell
          locale={reader.locale}
          plan={smallestPlanWith('reports')}
          subscribed={isSubscribed(access)}
          manages={manages}
        />
      </AppPage>
    );
  return (
    <AppPage current="/premium">
      <BillingBanner overview={overview} reader={reader} manages={manages} />
      <PageHeading title={REPORTS_PAGE.title}>{REPORTS_PAGE.lead}</PageHeading>
      <div className="grid items-start gap-10 lg:grid-cols-[2fr_1fr]">
        {can(access, 'reports') ? (
          <ReportForm
            kind="report"
            run={createReport}
            start={example === undefined ? '' : exampleText(includedDays(access))}
            locale={reader.locale}
            hint={REPORT_FORM.cost(includedDays(access), access.credits, includedLongReports(access))}
            canDownload={can(access, 'exports')}
          />
        ) : (
          <Alert
            variant="warning"
            title={UPSELL.readOnlyTitle}
            action={
              <LinkButton variant="outline" href="/account">
                {UPSELL.account}
              </LinkButton>
            }
          >
            {UPSELL.readOnly}
          </Alert>
        )}
        <UsageCard
          days={await creditsUsed(user.workspaceId, overview.asOf)}
          credits={access.credits}
          locale={reader.locale}
        />
      </div>
    </AppPage>
  );
}
