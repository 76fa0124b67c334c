import type { CheckoutInput } from '@/lib/billing/checkout';
import { CATALOGUE, type Sku } from '@/lib/billing/plans';

/** A purchase as fields of a form or of an address: names only, never a price. */
export type Order = Readonly<Record<string, string>>;

export function orderOf(input: CheckoutInput): Order {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** The order that leads to a SKU again. */
export function orderFor(sku: Sku, quantity: number): Order {
  const offer = CATALOGUE[sku];
  switch (offer.lane) {
    case 'subscription':
      return { plan: offer.plan, interval: offer.interval };
    case 'lifetime':
      return { plan: 'lifetime' };
    case 'credits':
      return { plan: 'credits', quantity: String(quantity) };
  }
}

/** Our own page before the provider's, for that order. */
export function startPath(order: Order): string {
  return `/checkout/start?${new URLSearchParams(order)}`;
}
