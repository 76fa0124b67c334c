import type Stripe from 'stripe';
import type { ChangePreview } from '../requests';
import { acting, reading } from './errors';

/** From the next renewal on nothing is charged: its invoices are made void. What is paid stays open to its end. */
export async function pause(stripe: Stripe, subscriptionId: string, operationId: string): Promise<void> {
  await acting(() =>
    stripe.subscriptions.update(
      subscriptionId,
      { pause_collection: { behavior: 'void' } },
      { idempotencyKey: operationId },
    ),
  );
}

/** Nothing while what was paid still runs; then a new period, which begins with the resumption. */
export async function previewResume(stripe: Stripe, subscriptionId: string): Promise<ChangePreview> {
  const subscription = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  const currency = subscription.currency.toUpperCase();
  if (!(await isVoid(stripe, subscriptionId))) return { dueNow: 0n, credit: 0n, currency };
  const preview = await reading(() =>
    stripe.invoices.createPreview({
      subscription: subscriptionId,
      subscription_details: { billing_cycle_anchor: { type: 'now' }, proration_behavior: 'none' },
    }),
  );
  return { dueNow: BigInt(preview.amount_due), credit: 0n, currency };
}

/**
 * Collects again. A period whose invoice was made void is not given for nothing and not waited for either: a new one
 * begins now and is charged now. Nothing is left to do when the pause is over, so a repeat is harmless.
 */
export async function resume(stripe: Stripe, subscriptionId: string, operationId: string): Promise<void> {
  const { pause_collection: paused } = await reading(() => stripe.subscriptions.retrieve(subscriptionId));
  if (paused === null) return;
  const anew = (await isVoid(stripe, subscriptionId))
    ? ({
        billing_cycle_anchor: { type: 'now' },
        proration_behavior: 'none',
        payment_behavior: 'error_if_incomplete',
      } as const)
    : {};
  await acting(() =>
    stripe.subscriptions.update(subscriptionId, { pause_collection: '', ...anew }, { idempotencyKey: operationId }),
  );
}

/** Whether the present period is one that nobody pays for. */
async function isVoid(stripe: Stripe, subscription: string): Promise<boolean> {
  const { data } = await reading(() => stripe.invoices.list({ subscription, limit: 1 }));
  return data[0]?.status === 'void';
}
