import type { Stripe } from 'stripe';

interface Identified {
  id: string;
  object: string;
}

type WireField<F> = [Extract<F, Identified>] extends [never]
  ? Wire<F>
  : string extends F
    ? Exclude<F, object>
    : Wire<F>;

/**
 * An object of the SDK as it crosses the network: what may be expanded is the id, decimals are strings.
 * What the SDK types as `x?:` (includable) stays absent until it is expanded. Every record is stored in this form.
 */
export type Wire<T> = T extends string | number | boolean | null | undefined
  ? T
  : T extends Stripe.Decimal
    ? string
    : T extends readonly (infer E)[]
      ? WireField<E>[]
      : T extends object
        ? { [K in keyof T]: WireField<T[K]> }
        : T;

/** Any object that has a kind; what handlers return and events carry. */
export interface StripeObject {
  object: string;
  id?: string;
}

/** What is left of a deleted object. */
export interface Deleted {
  id: string;
  object: string;
  deleted: true;
}
