import { isSku, offerOf } from './plans';

/** What was bought, as a customer would call it; the provider's own words for something we no longer sell. */
export function purchaseName(sku: string | null, quantity: number, fallback: string | null): string {
  if (sku === null || !isSku(sku)) return fallback ?? 'Payment';
  const { name } = offerOf(sku);
  return quantity > 1 ? `${quantity} × ${name}` : name;
}
