import { toSubscriptionView } from '@/lib/billing/account/subscription-view';
import { isSku, offerOf } from '@/lib/billing/catalog/plans';
import type { Provider } from '@/lib/billing/types';
import type { Subscription } from '@/lib/generated/prisma/client';
import type { Money } from '../templates/template';

/** Ids of the ledger rows an email is about, as stored in the outbox. */
export type Reference = unknown;

/** Name of a SKU, with the quantity if it is more than one. */
export function nameOf(sku: string | null, quantity = 1): string {
  const name = sku !== null && isSku(sku) ? offerOf(sku).name : 'your purchase';
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

/** Name of what a subscription sells, without the interval of our catalog if its price has another one. */
export function contractName(row: Subscription): string {
  const { interval, every, planName } = toSubscriptionView(row);
  if (row.sku === null || interval !== null || every === null) return nameOf(row.sku, row.quantity);
  return row.quantity > 1 ? `${row.quantity} × ${planName}` : planName;
}

export function moneyOf(minor: bigint, currency: string, provider: Provider): Money {
  return { minor: String(minor), currency, provider };
}

export function momentOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
