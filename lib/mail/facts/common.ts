import { isSku, offerOf } from '@/lib/billing/plans';
import type { Money } from '../templates/template';

/** The reference to ledger rows that a mail of the outbox carries. */
export type Reference = unknown;

/** What a sku is called; `quantity` only where several were bought. */
export function nameOf(sku: string | null, quantity = 1): string {
  const name = sku !== null && isSku(sku) ? offerOf(sku).name : 'your purchase';
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

export function moneyOf(minor: bigint, currency: string): Money {
  return { minor: String(minor), currency };
}

export function momentOf(date: Date | null): string | null {
  return date === null ? null : date.toISOString();
}
