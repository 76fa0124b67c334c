import { TERMS } from '@/lib/operators/revenue/bridge';
import type { CurrencyRevenue, SeriesPoint } from '@/lib/operators/revenue/report';
import { type Column, DataTable } from '../data-table';
import { formatAmount, withQuery } from '../format';
import { Section } from '../section';
import { RevenueChart } from './chart';
import { REVENUE, TERM_NAMES } from './copy';

interface Props {
  readonly revenue: CurrencyRevenue;
  /** For several currencies in one: a name of its own, and no customers behind its terms. */
  readonly sum?: string;
  /** The page's parameters, for links to the customers of a term. */
  readonly query: Readonly<Record<string, string | undefined>>;
}

interface Line {
  readonly name: string;
  readonly amount: bigint;
  readonly customers?: number;
  readonly href?: string;
}

/** Everything about one currency: the bridge, net revenue, and the chart with its table. */
export function Currency({ revenue, sum, query }: Props) {
  const { currency, series, start, end, terms, arr, customers } = revenue;
  const money = (minor: bigint) => formatAmount(minor, currency);
  const name = sum ?? currency;
  const seriesColumns: Column<SeriesPoint>[] = [
    { name: REVENUE.seriesColumns.day, cell: ({ day }) => day },
    { name: REVENUE.seriesColumns.mrr, align: 'end', cell: ({ mrr }) => money(mrr) },
  ];
  const bridge: Line[] = [
    { name: REVENUE.start, amount: start },
    ...TERMS.map((term) => ({
      ...{ name: TERM_NAMES[term], ...terms[term] },
      ...(sum === undefined ? { href: withQuery('/admin/revenue', { ...query, term, currency }) } : {}),
    })),
    { name: REVENUE.end, amount: end },
  ];
  return (
    <Section id={sum === undefined ? `revenue-${currency}` : 'revenue-sum'} title={name}>
      <dl className="flex flex-wrap gap-x-10 gap-y-2">
        <Figure name={REVENUE.mrr} value={money(end)} />
        <Figure name={REVENUE.arr} value={money(arr)} />
        <Figure name={REVENUE.customers} value={String(customers)} />
      </dl>
      <RevenueChart label={REVENUE.series(name)} series={series} />
      <details>
        <summary className="link flex min-h-11 cursor-pointer items-center text-sm">{REVENUE.table}</summary>
        <DataTable caption={REVENUE.series(name)} columns={seriesColumns} rows={series} keyOf={({ day }) => day} />
      </details>
      <div className="grid min-w-0 gap-4 lg:grid-cols-2">
        <DataTable
          caption={REVENUE.bridge(name)}
          columns={bridgeColumns(money)}
          rows={bridge}
          keyOf={({ name }) => name}
        />
        <DataTable
          caption={REVENUE.money(name)}
          columns={[
            { name: REVENUE.moneyColumns.what, cell: ({ name }) => name },
            { name: REVENUE.moneyColumns.amount, align: 'end', cell: ({ amount }) => money(amount) },
          ]}
          rows={moneyLines(revenue)}
          keyOf={({ name }) => name}
          empty={REVENUE.none}
        />
      </div>
    </Section>
  );
}

function Figure({ name, value }: { readonly name: string; readonly value: string }) {
  return (
    <div>
      <dt className="text-xs text-muted-foreground">{name}</dt>
      <dd className="figures text-xl">{value}</dd>
    </div>
  );
}

function bridgeColumns(money: (minor: bigint) => string): Column<Line>[] {
  const { term, amount, customers } = REVENUE.bridgeColumns;
  return [
    {
      name: term,
      cell: ({ name, href }) =>
        href === undefined ? (
          name
        ) : (
          <a className="link" href={href}>
            {name}
          </a>
        ),
    },
    { name: amount, align: 'end', cell: (line) => money(line.amount) },
    { name: customers, align: 'end', cell: (line) => line.customers },
  ];
}

function moneyLines({ net }: CurrencyRevenue): Line[] {
  if (net === null) return [];
  return [
    { name: REVENUE.gross, amount: net.gross },
    { name: REVENUE.tax, amount: -net.tax },
    { name: REVENUE.refunds, amount: -net.refunds },
    { name: REVENUE.disputes, amount: -net.disputes },
    { name: REVENUE.net, amount: net.net },
  ];
}
