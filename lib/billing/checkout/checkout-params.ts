import { offerOf, type Sku } from '@/lib/billing/catalog/plans';
import type { CheckoutInput } from '@/lib/billing/checkout/input';

/** An order as form fields or query parameters; never contains a price. */
export type CheckoutParams = Readonly<Record<string, string>>;

export function checkoutParams(input: CheckoutInput): CheckoutParams {
  return Object.fromEntries(
    Object.entries(input).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])),
  );
}

/** The order for a SKU. */
export function paramsForSku(sku: Sku, quantity: number): CheckoutParams {
  const offer = offerOf(sku);
  switch (offer.kind) {
    case 'subscription':
      return { plan: offer.plan, interval: offer.interval };
    case 'lifetime':
      return { plan: sku };
    case 'credits':
      return { plan: sku, quantity: String(quantity) };
  }
}

/** Path of the review page before the provider's checkout. */
export function checkoutPath(params: CheckoutParams): string {
  return `/checkout/start?${new URLSearchParams(params)}`;
}
