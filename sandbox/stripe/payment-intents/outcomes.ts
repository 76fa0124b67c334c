import type { StripeContext } from '../api/kit';
import type { PaymentIntentRecord } from '../api/tables';

/** What became of an intent after the call that started it had returned. */
export type LaterOutcome = 'succeeded' | 'failed' | 'processing' | 'canceled';
export type OutcomeListener = (ctx: StripeContext, intent: PaymentIntentRecord, outcome: LaterOutcome) => void;

const listeners = new WeakMap<object, OutcomeListener[]>();

/**
 * Hears of every intent that settles outside `takePayment`'s own answer: confirmed through the API or a hosted page,
 * a challenge passed or failed, an async method settled or refused, canceled. Called after the payment events.
 */
export function onPaymentOutcome(ctx: StripeContext, listener: OutcomeListener): void {
  const known = listeners.get(ctx.world) ?? [];
  listeners.set(ctx.world, [...known, listener]);
}

export function tellOutcome(ctx: StripeContext, intent: PaymentIntentRecord, outcome: LaterOutcome): void {
  for (const listener of listeners.get(ctx.world) ?? []) listener(ctx, intent, outcome);
}
