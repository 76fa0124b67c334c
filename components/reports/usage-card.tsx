import type { Count } from '@/lib/reports/series';
import { Card } from '../ui/card';
import { DescriptionList } from '../ui/description-list';
import { formatCount, formatDay } from '../ui/format';
import { LinkButton } from '../ui/link-button';
import { Chart } from './chart';
import { REPORT_FORM, REPORTS_PAGE } from './copy';

interface Props {
  readonly days: readonly Count[];
  readonly credits: number;
  readonly locale: string;
}

export function UsageCard({ days, credits, locale }: Props) {
  const used = days.reduce((sum, { value }) => sum + value, 0);
  const ends = [formatDay(days[0]?.day ?? '', locale), formatDay(days.at(-1)?.day ?? '', locale)] as const;
  return (
    <Card labelledBy="usage" className="grid gap-4 p-6">
      <h2 id="usage" className="text-base tracking-normal">
        {REPORTS_PAGE.usage}
      </h2>
      {used === 0 ? (
        <p className="text-sm text-muted-foreground">{REPORTS_PAGE.none}</p>
      ) : (
        <Chart
          days={days.map((day) => ({ ...day, trend: null }))}
          busiest=""
          ends={ends}
          label={REPORTS_PAGE.usageChart(formatCount(used, locale))}
        />
      )}
      <DescriptionList
        items={[
          { name: REPORTS_PAGE.used, value: formatCount(used, locale) },
          { name: REPORTS_PAGE.remaining, value: formatCount(credits, locale) },
        ]}
      />
      <LinkButton variant="outline" href="/pricing#credits" className="justify-self-start">
        {REPORT_FORM.buyCredits}
      </LinkButton>
    </Card>
  );
}
