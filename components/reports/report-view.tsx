import type { Report } from '@/lib/reports/report';
import { formatChange, formatCount, formatDay } from '../ui/format';
import { Table } from '../ui/table';
import { Chart } from './chart';
import { REPORT } from './copy';

interface Props {
  readonly report: Report;
  readonly locale: string;
}

/** Key figures, chart, and the data as a table. */
export function ReportView({ report, locale }: Props) {
  return (
    <div className="grid gap-8">
      <ReportPreview report={report} locale={locale} />
      <details className="rounded-sm border border-border">
        <summary className="min-h-11 cursor-pointer px-5 py-3 text-sm font-medium">{REPORT.table}</summary>
        <Table
          caption={REPORT.table}
          keyOf={(row) => row.day}
          rows={report.days}
          columns={[
            { name: REPORT.day, cell: (row) => formatDay(row.day, locale) },
            { name: REPORT.count, align: 'end', cell: (row) => formatCount(row.value, locale) },
            {
              name: REPORT.trend,
              align: 'end',
              cell: (row) => (row.trend === null ? '–' : formatCount(row.trend, locale)),
            },
          ]}
        />
      </details>
    </div>
  );
}

/** Key figures and chart, without the table. */
export function ReportPreview({ report, locale }: Props) {
  const { days, busiest } = report;
  const ends = [
    formatDay(days[0]?.day ?? busiest.day, locale),
    formatDay(days.at(-1)?.day ?? busiest.day, locale),
  ] as const;
  return (
    <div className="grid gap-8">
      <ReportFigures report={report} locale={locale} />
      <figure className="grid gap-4">
        <Chart
          days={days}
          busiest={busiest.day}
          ends={ends}
          label={REPORT.chart(...ends, formatCount(report.total, locale))}
        />
        <figcaption className="flex flex-wrap gap-x-6 gap-y-1 text-sm text-muted-foreground">
          <span className="flex items-center gap-2">
            <span className="size-3 rounded-xs bg-chart-1" />
            {REPORT.legendBars}
          </span>
          <span className="flex items-center gap-2">
            <span className="size-3 rounded-xs border border-primary-border bg-primary" />
            {REPORT.busiest}
          </span>
          <span className="flex items-center gap-2">
            <span className="h-0.5 w-4 bg-foreground" />
            {REPORT.legendTrend}
          </span>
        </figcaption>
      </figure>
    </div>
  );
}

export function ReportFigures({ report, locale }: Props) {
  const figures = [
    { name: REPORT.total, value: formatCount(report.total, locale) },
    { name: REPORT.average, value: formatCount(report.average, locale) },
    {
      name: REPORT.busiest,
      value: formatCount(report.busiest.value, locale),
      note: formatDay(report.busiest.day, locale),
    },
    {
      name: REPORT.change,
      value: report.change === null ? '–' : formatChange(report.change, locale),
      note: report.change === null ? REPORT.noChange : undefined,
    },
  ];
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-5 lg:grid-cols-4">
      {figures.map(({ name, value, note }) => (
        <div key={name} className="flex flex-col-reverse justify-end gap-0.5">
          <dt className="text-xs text-muted-foreground">{name}</dt>
          <dd className="figures text-xl font-medium">
            {value}
            {note !== undefined && (
              <span className="ml-2 font-sans text-xs tracking-normal text-muted-foreground">{note}</span>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
