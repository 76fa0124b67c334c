import type { Metadata } from 'next';
import { summarise } from '@/app/(app)/run';
import { readerLocale } from '@/app/reader';
import { BillingBanner } from '@/components/account/billing-banner';
import { PlanCard } from '@/components/account/plan-card';
import { DASHBOARD } from '@/components/dashboard/words';
import { Tool } from '@/components/reports/tool';
import { AppPage } from '@/components/site/app-page';
import { LinkButton } from '@/components/ui/link-button';
import { PageHeading } from '@/components/ui/page-heading';
import { requireUser } from '@/lib/auth';
import { mayUse } from '@/lib/billing/access';
import { billingOverview } from '@/lib/billing/overview';
import { includedDays } from '@/lib/reports/allowance';
import { exampleText } from '@/lib/reports/example';

export const metadata: Metadata = { title: DASHBOARD.title };

interface Props {
  readonly searchParams: Promise<{ readonly example?: string }>;
}

export default async function Dashboard({ searchParams }: Props) {
  const user = await requireUser('/dashboard');
  const [overview, locale, { example }] = await Promise.all([billingOverview(user.id), readerLocale(), searchParams]);
  const { access } = overview;
  const days = includedDays(access);
  return (
    <AppPage current="/dashboard">
      <BillingBanner overview={overview} locale={locale} />
      <PageHeading title={DASHBOARD.title}>{DASHBOARD.lead}</PageHeading>
      <div className="grid items-start gap-10 lg:grid-cols-[3fr_2fr]">
        <section aria-labelledby="tool" className="grid gap-5">
          <h2 id="tool" className="text-xl">
            {DASHBOARD.tool}
          </h2>
          <Tool
            kind="summary"
            run={summarise}
            start={example === undefined ? '' : exampleText(days)}
            locale={locale}
            hint={DASHBOARD.hint(days)}
            mayDownload={mayUse(access, 'exports')}
          />
        </section>
        <div className="grid gap-6">
          <PlanCard overview={overview} locale={locale} short />
          <div className="flex flex-wrap items-center justify-between gap-4 rounded-md bg-sunken p-6">
            <p className="max-w-60 text-sm">{DASHBOARD.reportsText}</p>
            <LinkButton href="/premium">{DASHBOARD.reports}</LinkButton>
          </div>
        </div>
      </div>
    </AppPage>
  );
}
