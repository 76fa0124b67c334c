import type { StripeContext } from '../api/kit';
import { signal } from '../api/signal';
import type { PaymentIntentRecord } from '../api/tables';

/** What became of an intent after the call that started it had returned. */
export type LaterOutcome = 'succeeded' | 'failed' | 'processing' | 'canceled';
export type OutcomeListener = (ctx: StripeContext, intent: PaymentIntentRecord, outcome: LaterOutcome) => void;

const outcomes = signal<[PaymentIntentRecord, LaterOutcome]>();

/**
 * Hears of every intent that settles outside `takePayment`'s own answer: confirmed through the API or a hosted page,
 * a challenge passed or failed, an async method settled or refused, canceled. Called after the payment events.
 */
export const onPaymentOutcome = (ctx: StripeContext, listener: OutcomeListener): void => outcomes.on(ctx, listener);

export const tellOutcome = outcomes.tell;
