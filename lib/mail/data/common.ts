import { isSku, offerOf } from '@/lib/billing/catalog/plans';
import type { Provider } from '@/lib/billing/types';
import type { Money } from '../templates/template';

/** Ids of the ledger rows an email is about, as stored in the outbox. */
export type Reference = unknown;

/** Name of a SKU, with the quantity if it is more than one. */
export function nameOf(sku: string | null, quantity = 1): string {
  const name = sku !== null && isSku(sku) ? offerOf(sku).name : 'your purchase';
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

export function moneyOf(minor: bigint, currency: string, provider: Provider): Money {
  return { minor: String(minor), currency, provider };
}

export function momentOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
