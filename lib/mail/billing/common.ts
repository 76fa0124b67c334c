import { isSku, offerOf } from '@/lib/billing/plans';
import { env } from '@/lib/env';
import type { Letter } from '../letter';

/** What a mail of the outbox carries: references to ledger rows, never the words themselves. */
export interface Facts {
  readonly data: unknown;
}

export type Words = Omit<Letter, 'name'>;

export function accountButton(label = 'Open your account') {
  return { label, href: `${env().appUrl}/account` };
}

export function nameOf(sku: string | null, quantity = 1): string {
  const name = sku !== null && isSku(sku) ? offerOf(sku).name : 'your purchase';
  return quantity > 1 ? `${quantity} × ${name}` : name;
}

/** Mails have no reader's locale; dates are written out, in UTC. */
export function dayOf(date: Date): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: 'UTC' }).format(date);
}
