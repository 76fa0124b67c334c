import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import type { NextCharge } from '../snapshots';
import { reading } from './errors';
import { at } from './time';

/** Nothing is charged in these states, whatever a preview says. */
const SILENT = new Set(['canceled', 'incomplete', 'incomplete_expired', 'paused']);

/**
 * Stripe's next charge, from its own preview: every item with tax, discounts, pending prorations, and the customer's
 * balance. Null if nothing is coming.
 */
export async function nextCharge(stripe: Stripe, subscription: Stripe.Subscription): Promise<NextCharge | null> {
  if (SILENT.has(subscription.status) || subscription.pause_collection !== null) return null;
  try {
    const preview = await reading(() => stripe.invoices.createPreview({ subscription: subscription.id }));
    return { at: at(preview.next_payment_attempt ?? preview.period_end), amount: BigInt(preview.amount_due) };
  } catch (error) {
    // "No upcoming invoices": it ends before another period begins.
    if (error instanceof ProviderRefused && error.code === 'invoice_upcoming_none') return null;
    throw error;
  }
}
