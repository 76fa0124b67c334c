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
 * An SDK type as it is sent over the network: expandable properties are ids, decimals are strings. Properties the SDK
 * types as `x?:` (includable) are absent until expanded. All records are stored in this form.
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

/** Any object with a type. Handlers return it and events contain it. */
export interface StripeObject {
  object: string;
  id?: string;
}

/** The response for a deleted object. */
export interface Deleted {
  id: string;
  object: string;
  deleted: true;
}
