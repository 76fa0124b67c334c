import { z } from 'zod';
import { toSubscriptionView } from '@/lib/billing/account/subscription-view';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { contractName, moneyOf, type Reference } from './common';

const held = z.object({ sku: z.string(), quantity: z.number() });
const reference = z.object({
  subscriptionId: z.string(),
  /** The end, trial end, or renewal when the email was queued. */
  at: z.string().optional(),
  /** Whether the customer has been told another end before. */
  moved: z.boolean().optional(),
  /** The card when the email was queued; emails from before it was stored name none. */
  card: z.string().optional(),
  from: held.optional(),
  to: held.optional(),
});

/** A subscription with what emails say about it, and what was stored when this email was queued. */
export async function subscriptionOf(given: Reference) {
  const { subscriptionId, ...scheduled } = reference.parse(given);
  const row = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  const price = moneyOf(row.amount, row.currency, row.provider);
  // The provider's preview of the next charge, including tax and discounts, where it has one.
  const charge = row.nextChargeAmount === null ? price : moneyOf(row.nextChargeAmount, row.currency, row.provider);
  const paidBy = row.collection === 'invoice' ? ('invoice' as const) : ('card' as const);
  const { every } = toSubscriptionView(row);
  return { ...row, scheduled, paidBy, every: every && { ...every }, what: contractName(row), price, charge };
}

export type Seen = Awaited<ReturnType<typeof subscriptionOf>>;

/** Loads an email about a subscription of ours; null about any other, whose own business writes to its customers. */
export function ofOurs<Data>(load: (seen: Seen) => Data | null | Promise<Data | null>) {
  return async (given: Reference): Promise<Data | null> => {
    const seen = await subscriptionOf(given);
    return seen.origin === 'foreign' ? null : load(seen);
  };
}

/** A delayed notice is dropped once its date has passed. */
export async function isPast(moment: string): Promise<boolean> {
  return new Date(moment) <= (await businessNow());
}
