import type { Interval } from './intervals';

/** Minor units in each currency of the catalog. */
export type Prices<Currency extends string> = Readonly<Record<Currency, bigint>>;

export interface PlanConfig<Currency extends string, Feature extends string, Limit extends string> {
  readonly name: string;
  /** One sentence below the name. Also the description of its products at the providers. */
  readonly line: string;
  readonly button: string;
  /** What the plan's card lists. */
  readonly points: readonly string[];
  readonly features: readonly Feature[];
  /** Numbers that our code compares with. Every plan has the same ones. */
  readonly limits: Readonly<Record<Limit, number>>;
  /** A plan without prices is free. One with a single interval has no other. */
  readonly prices?: { readonly [key in Interval]?: Prices<Currency> };
  /** Days before the first charge, once per person. None if absent. */
  readonly trialDays?: number;
  /** Seats that one subscription may have. One if absent. */
  readonly maxSeats?: number;
  readonly highlighted?: boolean;
  /** `false` takes it off sale. Customers who have it keep it, so never delete a plan that was sold. */
  readonly onSale?: boolean;
}

interface OneTime<Currency extends string> {
  readonly name: string;
  /** Its name on receipts and at the providers, where the card's name doesn't say enough. */
  readonly itemName?: string;
  readonly line: string;
  readonly button: string;
  readonly prices: Prices<Currency>;
  readonly onSale?: boolean;
}

interface LifetimeConfig<Currency extends string, Plan extends string> extends OneTime<Currency> {
  readonly kind: 'lifetime';
  readonly plan: Plan;
}

interface CreditsConfig<Currency extends string> extends OneTime<Currency> {
  readonly kind: 'credits';
  /** Credits in one pack. */
  readonly credits: number;
  /** Packs in one checkout. */
  readonly maxQuantity: number;
}

export type OneTimeConfig<Currency extends string, Plan extends string> =
  | LifetimeConfig<Currency, Plan>
  | CreditsConfig<Currency>;

interface Catalog<C extends string, F extends string, P extends string, L extends string, O extends string> {
  readonly lead: string;
  readonly currencies: readonly [C, ...C[]];
  readonly features: Readonly<Record<F, string>>;
  readonly plans: Readonly<Record<P, PlanConfig<NoInfer<C>, NoInfer<F>, L>>>;
  readonly oneTime: Readonly<Record<O, OneTimeConfig<NoInfer<C>, NoInfer<P>>>>;
  readonly comparison: readonly {
    readonly name: string;
    readonly cell: (plan: PlanConfig<NoInfer<C>, NoInfer<F>, NoInfer<L>>) => string | boolean;
  }[];
}

/** Types a catalog: a plan that lacks a currency or limit, or names a feature that isn't there, doesn't compile. */
export function defineCatalog<
  const C extends string,
  const F extends string,
  const P extends string,
  const L extends string,
  const O extends string,
>(catalog: Catalog<C, F, P, L, O>): Catalog<C, F, P, L, O> {
  return catalog;
}
