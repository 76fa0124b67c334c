import { RATES, type RateTable } from '@/config/rates';
import { type Bridge, bridgesOf, type Movement, movementsOf } from './bridge';
import { dailyChanges, entriesOfMoved, payingCustomersIn, totalsOf } from './load';
import { type NetRevenue, netRevenue } from './money';
import { hasRate, inOneCurrency, type OneCurrency } from './one-currency';
import { endsOf, lastDayOf, type Period, type Step } from './period';
import { type Trials, trialsOf } from './trials';

export interface SeriesPoint {
  /** Last day of the step, `YYYY-MM-DD`. */
  readonly day: string;
  /** Monthly revenue at its end, minor units a month. */
  readonly mrr: bigint;
}

export interface CurrencyRevenue extends Bridge {
  /** Twelve times the monthly revenue at the end, minor units a year. */
  readonly arr: bigint;
  /** Paying customers at the end. */
  readonly customers: number;
  readonly net: NetRevenue | null;
  readonly series: readonly SeriesPoint[];
}

export interface RevenueReport {
  readonly period: Period;
  readonly currencies: readonly CurrencyRevenue[];
  readonly movements: readonly Movement[];
  readonly trials: Trials;
  /** Everything in one currency, by the fork's rates of a day; null without rates. */
  readonly sum: (OneCurrency & { readonly asOf: string }) | null;
}

/**
 * The revenue of a period from the ledger alone. What is computed for a past period stays the same: entries are only ever
 * added, at the time they are added.
 */
export async function revenueReport(
  period: Period,
  step: Step,
  rates: RateTable | null = RATES,
): Promise<RevenueReport> {
  const [{ starts, customers }, entries, changes, money, trials] = await Promise.all([
    totalsOf(period),
    entriesOfMoved(period),
    dailyChanges(period),
    netRevenue(period),
    trialsOf(period),
  ]);
  const movements = movementsOf(entries, period.from, period.to);
  const moneyOnly = money
    .filter(({ currency }) => !starts.has(currency))
    .map(({ currency }) => [currency, 0n] as const);
  const bridges = bridgesOf(new Map([...moneyOnly, ...starts]), movements);
  const currencies = bridges.map((bridge) => {
    const own = changes.filter(({ currency }) => currency === bridge.currency);
    return {
      ...bridge,
      arr: bridge.end * 12n,
      customers: customers.get(bridge.currency) ?? 0,
      net: money.find(({ currency }) => currency === bridge.currency) ?? null,
      series: endsOf(period, step).map((end) => ({
        day: lastDayOf(end),
        mrr: own.reduce((sum, { at, amount }) => (at < end ? sum + amount : sum), bridge.start),
      })),
    };
  });
  const sum = rates === null ? null : await sumOf(currencies, movements, { rates, at: period.to });
  return { period, currencies, movements, trials, sum };
}

async function sumOf(
  currencies: readonly CurrencyRevenue[],
  movements: readonly Movement[],
  { rates, at }: { readonly rates: RateTable; readonly at: Date },
) {
  const rated = currencies.map(({ currency }) => currency).filter((currency) => hasRate(currency, rates));
  const people = { customers: await payingCustomersIn(rated, at), movements };
  return { ...inOneCurrency(currencies, rates, people), asOf: rates.asOf };
}
