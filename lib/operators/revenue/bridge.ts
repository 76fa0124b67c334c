/** Why a customer's monthly revenue differs between two times. */
export const TERMS = ['new', 'reactivation', 'expansion', 'contraction', 'churn'] as const;
export type Term = (typeof TERMS)[number];

export type ByTerm<Value> = Readonly<Record<Term, Value>>;

export function byTerm<Value>(of: (term: Term) => Value): ByTerm<Value> {
  return Object.fromEntries(TERMS.map((term) => [term, of(term)])) as ByTerm<Value>; // a value for each
}

/** Customers whose monthly revenue in a currency changed for one reason, or not at all, added up. */
export interface Moved {
  readonly currency: string;
  readonly term: Term | null;
  /** Their monthly revenue at the beginning, minor units a month. */
  readonly start: bigint;
  /** How it changed, minor units a month; negative for contraction and churn. */
  readonly amount: bigint;
  readonly customers: number;
  /** Those of them who have monthly revenue at the end. */
  readonly paying: number;
}

export interface Bridge {
  readonly currency: string;
  /** Minor units a month. `start` plus all terms is `end`, exactly. */
  readonly start: bigint;
  readonly terms: ByTerm<{ readonly amount: bigint; readonly customers: number }>;
  readonly end: bigint;
  /** Paying customers at the end. */
  readonly customers: number;
}

/** The bridge of one currency. */
export function bridgeOf(currency: string, moved: readonly Moved[]): Bridge {
  const own = moved.filter((one) => one.currency === currency);
  const start = own.reduce((sum, one) => sum + one.start, 0n);
  return {
    ...{ currency, start },
    terms: byTerm((term) => {
      const { amount, customers } = own.find((one) => one.term === term) ?? { amount: 0n, customers: 0 };
      return { amount, customers };
    }),
    end: own.reduce((sum, { amount }) => sum + amount, start),
    customers: own.reduce((sum, { paying }) => sum + paying, 0),
  };
}
