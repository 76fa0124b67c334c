/** One row of the revenue ledger: how the monthly revenue of a customer changed. Minor units a month. */
export interface RevenueEntry {
  readonly workspaceId: string;
  readonly currency: string;
  readonly at: Date;
  readonly amount: bigint;
}

/** Why a customer's monthly revenue differs between two times. */
export const TERMS = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;
export type Term = (typeof TERMS)[number];

export interface Movement {
  readonly workspaceId: string;
  readonly currency: string;
  readonly term: Term;
  /** Minor units a month; negative for contraction and churn. */
  readonly amount: bigint;
}

export interface Bridge {
  readonly currency: string;
  /** Minor units a month. `start` plus all terms is `end`, exactly. */
  readonly start: bigint;
  readonly terms: Readonly<Record<Term, { readonly amount: bigint; readonly customers: number }>>;
  readonly end: bigint;
}

/**
 * What changed for each customer from `from` to `to` (exclusive), in each currency. A customer who pays again after a
 * time without revenue is a reactivation, in whatever currency. Pure: the same entries always give the same movements.
 */
export function movementsOf(entries: readonly RevenueEntry[], from: Date, to: Date): Movement[] {
  const byUser = groupBy(
    entries.filter(({ at }) => at < to),
    ({ workspaceId }) => workspaceId,
  );
  return [...byUser].flatMap(([workspaceId, own]) => {
    const earlier = own.filter(({ at }) => at < from);
    const paidBefore = everPaid(earlier);
    const currencies = [...new Set(own.map(({ currency }) => currency))].sort();
    return currencies.flatMap((currency) => {
      const before = sumOf(earlier, currency);
      const after = sumOf(own, currency);
      const term = termOf(before, after, paidBefore);
      return term === null ? [] : [{ workspaceId, currency, term, amount: after - before }];
    });
  });
}

/** Whether the sum was above zero at any time; entries of one moment count together. */
function everPaid(entries: readonly RevenueEntry[]): boolean {
  const byCurrency = groupBy(entries, ({ currency }) => currency);
  return [...byCurrency.values()].some((own) => {
    const times = [...new Set(own.map(({ at }) => at.getTime()))];
    return times.some((time) => total(own.filter(({ at }) => at.getTime() <= time)) > 0n);
  });
}

function termOf(before: bigint, after: bigint, paidBefore: boolean): Term | null {
  if (before === after) return null;
  if (before <= 0n) return paidBefore ? 'reactivation' : 'new';
  if (after <= 0n) return 'churn';
  return after > before ? 'expansion' : 'contraction';
}

/** One bridge for each currency. `starts` is the monthly revenue of all customers at its beginning, in minor units. */
export function bridgesOf(starts: ReadonlyMap<string, bigint>, movements: readonly Movement[]): Bridge[] {
  const currencies = [...new Set([...starts.keys(), ...movements.map(({ currency }) => currency)])].sort();
  return currencies.map((currency) => {
    const own = movements.filter((movement) => movement.currency === currency);
    const start = starts.get(currency) ?? 0n;
    const term = (name: Term) => {
      const moved = own.filter((movement) => movement.term === name);
      return { amount: total(moved), customers: moved.length };
    };
    const terms = {
      new: term('new'),
      reactivation: term('reactivation'),
      expansion: term('expansion'),
      contraction: term('contraction'),
      churn: term('churn'),
    };
    return { currency, start, terms, end: start + total(own) };
  });
}

function sumOf(entries: readonly RevenueEntry[], currency: string): bigint {
  return total(entries.filter((entry) => entry.currency === currency));
}

function total(rows: readonly { readonly amount: bigint }[]): bigint {
  return rows.reduce((sum, { amount }) => sum + amount, 0n);
}

/** `Map.groupBy`, which Node 20 doesn't have. */
function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}
