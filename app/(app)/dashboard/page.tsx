import type { Metadata } from 'next';
import { summarize } from '@/app/(app)/premium/actions';
import { requestReader } from '@/app/reader';
import { BillingBanner } from '@/components/account/billing-banner';
import { PlanCard } from '@/components/account/plan-card';
import { DASHBOARD } from '@/components/dashboard/copy';
import { ReportForm } from '@/components/reports/report-form';
import { AppPage } from '@/components/site/app-page';
import { TimeZone } from '@/components/site/time-zone';
import { MemberPlan } from '@/components/team/member-plan';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { can } from '@/lib/billing/access/decide';
import { planOverview } from '@/lib/billing/account/overview';
import { includedDays } from '@/lib/reports/allowance';
import { exampleText } from '@/lib/reports/example';
import { roleIncludes } from '@/lib/workspaces/roles';

export const metadata: Metadata = { title: DASHBOARD.title };

interface Props {
  readonly searchParams: Promise<{ readonly example?: string }>;
}

export default async function Dashboard({ searchParams }: Props) {
  const user = await requireUser('/dashboard');
  const [overview, reader, { example }] = await Promise.all([
    planOverview(user.workspaceId),
    requestReader(),
    searchParams,
  ]);
  const { access } = overview;
  const manages = roleIncludes(user.workspaceRole, 'admin');
  const days = includedDays(access);
  return (
    <AppPage current="/dashboard">
      {user.viewedBy === undefined && <TimeZone known={user.timeZone} />}
      <BillingBanner overview={overview} reader={reader} manages={manages} />
      <PageHeading title={DASHBOARD.title}>{DASHBOARD.lead}</PageHeading>
      <div className="grid items-start gap-10 lg:grid-cols-[3fr_2fr]">
        <section aria-labelledby="summary" className="grid gap-5">
          <h2 id="summary" className="text-xl">
            {DASHBOARD.form}
          </h2>
          <ReportForm
            kind="summary"
            run={summarize}
            start={example === undefined ? '' : exampleText(days)}
            locale={reader.locale}
            hint={DASHBOARD.hint(days)}
            canDownload={can(access, 'exports')}
          />
        </section>
        <div className="grid gap-6">
          {manages ? (
            <PlanCard overview={overview} reader={reader} short />
          ) : (
            <MemberPlan user={user} overview={overview} />
          )}
          <div className="flex flex-wrap items-center justify-between gap-4 rounded-md bg-muted p-6">
            <p className="max-w-60 text-sm">{DASHBOARD.reportsText}</p>
            <LinkButton variant="outline" href="/premium">
              {DASHBOARD.reports}
            </LinkButton>
          </div>
        </div>
      </div>
    </AppPage>
  );
}
