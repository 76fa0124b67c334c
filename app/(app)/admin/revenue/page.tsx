import { AdminPage } from '@/components/admin/admin-page';
import { Filters } from '@/components/admin/filters';
import { withQuery } from '@/components/admin/format';
import { Changes } from '@/components/admin/revenue/changes';
import { REVENUE } from '@/components/admin/revenue/copy';
import { Currency } from '@/components/admin/revenue/currency';
import { requireOperator } from '@/lib/auth';
import { businessNow } from '@/lib/clock';
import { TERMS } from '@/lib/operators/revenue/bridge';
import { customersOf } from '@/lib/operators/revenue/customers';
import { lastDayOf, readPeriod, STEPS } from '@/lib/operators/revenue/period';
import { revenueReport } from '@/lib/operators/revenue/report';
import { oneOf, readQuery } from '../query';
import { titleForOperators } from '../title';

export const generateMetadata = titleForOperators(REVENUE.title);

interface Props {
  readonly searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function Revenue({ searchParams }: Props) {
  await requireOperator();
  const params = await readQuery(searchParams);
  const step = oneOf(STEPS, params.step) ?? 'day';
  const period = readPeriod(params.from, params.to, await businessNow());
  const query = { from: period.from.toISOString().slice(0, 10), to: lastDayOf(period.to), step };
  const term = oneOf(TERMS, params.term);
  const currency = params.currency ?? '';
  const [report, customers] = await Promise.all([
    revenueReport(period, step),
    term === undefined ? [] : customersOf(period, term, currency),
  ]);
  return (
    <AdminPage current="/admin/revenue" title={REVENUE.title}>
      <Filters
        path="/admin/revenue"
        filters={[
          { name: 'from', label: REVENUE.from, value: query.from, type: 'date' },
          { name: 'to', label: REVENUE.to, value: query.to, type: 'date' },
          { name: 'step', label: REVENUE.step, value: step, options: STEPS },
        ]}
      />
      <p className="text-sm text-muted-foreground">{REVENUE.lead}</p>
      {term !== undefined && <Changes term={term} currency={currency} customers={customers} />}
      {report.currencies.length === 0 && <p>{REVENUE.none}</p>}
      {report.currencies.map((revenue) => (
        <Currency key={revenue.currency} revenue={revenue} query={query} />
      ))}
      {report.sum !== null && (
        <Currency
          revenue={report.sum.revenue}
          sum={REVENUE.sum(report.sum.revenue.currency, report.sum.asOf)}
          query={query}
        />
      )}
      {report.sum !== null && report.sum.missing.length > 0 && (
        <p className="text-sm">{REVENUE.missing(report.sum.missing.join(', '))}</p>
      )}
      <p className="text-sm">
        {REVENUE.trials}: {REVENUE.trialsText(report.trials)}
      </p>
      <p className="flex flex-wrap gap-6 text-sm">
        <a className="link" href={withQuery('/admin/revenue/csv', query)}>
          {REVENUE.csv}
        </a>
        <a className="link" href={withQuery('/admin/revenue/csv', { ...query, of: 'customers' })}>
          {REVENUE.csvChanges}
        </a>
      </p>
    </AdminPage>
  );
}
