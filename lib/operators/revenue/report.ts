import { RATES, type RateTable } from '@/config/rates';
import { type Bridge, bridgeOf } from './bridge';
import { dailyChanges, movedIn, peopleIn } from './load';
import { type NetRevenue, netRevenue } from './money';
import { inOneCurrency, type OneCurrency, ratedCurrencies } from './one-currency';
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
  readonly net: NetRevenue | null;
  readonly series: readonly SeriesPoint[];
}

export interface RevenueReport {
  readonly period: Period;
  readonly currencies: readonly CurrencyRevenue[];
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
  const [moved, changes, money, trials, people] = await Promise.all([
    movedIn(period),
    dailyChanges(period),
    netRevenue(period),
    trialsOf(period),
    rates === null ? null : peopleIn(ratedCurrencies(rates), period),
  ]);
  const names = new Set([...moved, ...money].map(({ currency }) => currency));
  const currencies = [...names].sort().map((name) => {
    const bridge = bridgeOf(name, moved);
    const own = changes.filter(({ currency }) => currency === name);
    return {
      ...bridge,
      arr: bridge.end * 12n,
      net: money.find(({ currency }) => currency === name) ?? null,
      series: endsOf(period, step).map((end) => ({
        day: lastDayOf(end),
        mrr: own.reduce((sum, { at, amount }) => (at < end ? sum + amount : sum), bridge.start),
      })),
    };
  });
  const sum =
    rates === null || people === null ? null : { ...inOneCurrency(currencies, rates, people), asOf: rates.asOf };
  return { period, currencies, trials, sum };
}
