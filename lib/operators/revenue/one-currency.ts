import type { RateTable } from '@/config/rates';
import { exponentOf } from '@/lib/billing/money';
import { type ByTerm, byTerm, TERMS } from './bridge';
import type { CurrencyRevenue } from './report';

export interface OneCurrency {
  readonly revenue: CurrencyRevenue;
  /** Currencies without a rate, which are not in the sums. */
  readonly missing: readonly string[];
}

/** Who pays and who moved: a person with two currencies is one customer. */
export interface People {
  /** Paying customers at the end, in any currency with a rate. */
  readonly customers: number;
  readonly moved: ByTerm<number>;
}

/** The currencies that can be in the sum. */
export function ratedCurrencies(table: RateTable): string[] {
  return [table.currency, ...Object.keys(table.rates)].filter((currency) => rateOf(currency, table) !== null);
}

/**
 * The revenue of all currencies in one, by a table of rates. Each figure is rounded once, half away from zero; the end of
 * the bridge is its start and terms, so that it adds up exactly.
 */
export function inOneCurrency(
  currencies: readonly CurrencyRevenue[],
  table: RateTable,
  { customers, moved }: People,
): OneCurrency {
  const rated = ratedCurrencies(table);
  const known = currencies.filter(({ currency }) => rated.includes(currency));
  const total = (figure: (of: CurrencyRevenue) => bigint): bigint =>
    known.reduce((sum, one) => sum + convert(figure(one), one.currency, table), 0n);
  const start = total((one) => one.start);
  const terms = byTerm((term) => ({ amount: total((one) => one.terms[term].amount), customers: moved[term] }));
  const end = TERMS.reduce((sum, term) => sum + terms[term].amount, start);
  const money = (what: 'gross' | 'tax' | 'refunds' | 'disputes') => total(({ net }) => net?.[what] ?? 0n);
  const [gross, tax, refunds, disputes] = [money('gross'), money('tax'), money('refunds'), money('disputes')];
  const days = known[0]?.series ?? [];
  return {
    revenue: {
      ...{ currency: table.currency, start, terms, end, arr: end * 12n, customers },
      net: { currency: table.currency, gross, tax, refunds, disputes, net: gross - tax - refunds - disputes },
      series: days.map(({ day }, index) => ({
        day,
        mrr: index === days.length - 1 ? end : total(({ series }) => series[index]?.mrr ?? 0n),
      })),
    },
    missing: currencies.filter((one) => !known.includes(one)).map(({ currency }) => currency),
  };
}

/** A rate as a fraction of whole numbers; null without one. */
function rateOf(currency: string, { currency: into, rates }: RateTable): { over: bigint; under: bigint } | null {
  if (currency === into) return { over: 1n, under: 1n };
  const [, whole, fraction = ''] = /^(\d+)(?:\.(\d+))?$/.exec(rates[currency] ?? '') ?? [];
  if (whole === undefined) return null;
  return { over: BigInt(whole + fraction), under: 10n ** BigInt(fraction.length) };
}

function convert(minor: bigint, currency: string, table: RateTable): bigint {
  const rate = rateOf(currency, table);
  if (rate === null) return 0n;
  const digits = exponentOf(table.currency) - exponentOf(currency);
  const over = minor * rate.over * 10n ** BigInt(Math.max(0, digits));
  const under = rate.under * 10n ** BigInt(Math.max(0, -digits));
  const half = over < 0n ? -under / 2n : under / 2n;
  return (over + half) / under;
}
