import type Stripe from 'stripe';
import { acting, isAbsent } from './errors';

/**
 * Ends a subscription at once; money already taken stays taken. Safe to repeat: Stripe answers a second cancellation
 * with 404 (stripe.md §2.4), which is what was wanted.
 */
export async function cancelNow(stripe: Stripe, subscriptionId: string): Promise<void> {
  await acting(() =>
    stripe.subscriptions.cancel(subscriptionId).catch((error: unknown) => {
      if (!isAbsent(error, subscriptionId)) throw error;
    }),
  );
}

/** Lets a subscription run to the end of its period and no further. */
export async function scheduleCancel(stripe: Stripe, subscriptionId: string, operationId: string): Promise<void> {
  await acting(() =>
    stripe.subscriptions.update(subscriptionId, { cancel_at_period_end: true }, { idempotencyKey: operationId }),
  );
}
