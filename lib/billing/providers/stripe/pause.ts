import type Stripe from 'stripe';
import type { ChangePreview } from '../requests';
import { acting, reading } from './errors';
import { periodVoidedAt } from './voided-period';

/** From the next renewal on, nothing is charged: its invoices are voided. The paid period stays active to its end. */
export async function pause(stripe: Stripe, subscriptionId: string, operationId: string): Promise<void> {
  await acting(() =>
    stripe.subscriptions.update(
      subscriptionId,
      { pause_collection: { behavior: 'void' } },
      { idempotencyKey: operationId },
    ),
  );
}

/** Nothing while the paid period still runs; after that, a new period that begins when the subscription is resumed. */
export async function previewResume(stripe: Stripe, subscriptionId: string): Promise<ChangePreview> {
  const subscription = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  const currency = subscription.currency.toUpperCase();
  if (!(await isVoided(stripe, subscription))) return { dueNow: 0n, credit: 0n, currency };
  const preview = await reading(() =>
    stripe.invoices.createPreview({
      subscription: subscriptionId,
      subscription_details: { billing_cycle_anchor: { type: 'now' }, proration_behavior: 'none' },
    }),
  );
  return { dueNow: BigInt(preview.amount_due), credit: 0n, currency };
}

/**
 * Resumes collection. A period whose invoice was voided is neither given away nor waited for: a new one begins now and
 * is charged now. Once the pause is over there's nothing left to do, so a repeat is harmless.
 */
export async function resume(stripe: Stripe, subscriptionId: string, operationId: string): Promise<void> {
  const subscription = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  if (subscription.pause_collection === null) return;
  const newCycle = (await isVoided(stripe, subscription))
    ? ({
        billing_cycle_anchor: { type: 'now' },
        proration_behavior: 'none',
        payment_behavior: 'error_if_incomplete',
      } as const)
    : {};
  await acting(() =>
    stripe.subscriptions.update(subscriptionId, { pause_collection: '', ...newCycle }, { idempotencyKey: operationId }),
  );
}

/** Invoices of one period, and more. */
const NEWEST = 20;

/** Whether the running period's invoice was voided. */
async function isVoided(stripe: Stripe, subscription: Stripe.Subscription): Promise<boolean> {
  const { data } = await reading(() => stripe.invoices.list({ subscription: subscription.id, limit: NEWEST }));
  return periodVoidedAt(subscription, data) !== null;
}
