import type { Report } from '@/lib/reports/report';
import { formatChange, formatCount, formatDay } from '../ui/format';
import { Table } from '../ui/table';
import { Chart } from './chart';
import { REPORT } from './words';

interface Props {
  readonly report: Report;
  readonly locale: string;
}

/** A whole report: the five figures, the chart, and the numbers behind it for those who want or need them. */
export function ReportView({ report, locale }: Props) {
  return (
    <div className="grid gap-8">
      <ReportPicture report={report} locale={locale} />
      <details className="rounded-sm border border-line">
        <summary className="min-h-11 cursor-pointer px-5 py-3 text-sm font-medium">{REPORT.numbers}</summary>
        <Table
          caption={REPORT.numbers}
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

/** The figures and the chart, without the table: what a visitor sees of it. */
export function ReportPicture({ report, locale }: Props) {
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
        <figcaption className="flex flex-wrap gap-x-6 gap-y-1 text-sm text-muted">
          <span className="flex items-center gap-2">
            <span className="size-3 rounded-xs bg-bar" />
            {REPORT.legendBars}
          </span>
          <span className="flex items-center gap-2">
            <span className="size-3 rounded-xs border border-signal-edge bg-signal" />
            {REPORT.busiest}
          </span>
          <span className="flex items-center gap-2">
            <span className="h-0.5 w-4 bg-ink" />
            {REPORT.legendTrend}
          </span>
        </figcaption>
      </figure>
    </div>
  );
}

/** The five figures of a report. */
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
          <dt className="text-xs text-muted">{name}</dt>
          <dd className="figures text-xl font-medium">
            {value}
            {note !== undefined && <span className="ml-2 font-sans text-xs tracking-normal text-muted">{note}</span>}
          </dd>
        </div>
      ))}
    </dl>
  );
}
