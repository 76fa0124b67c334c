import type { StripeContext } from '../api/context';
import { signal } from '../api/signal';
import type { PaymentIntentRecord } from '../api/tables';

/** The outcome of an intent after the request that started it had returned. */
export type LaterOutcome = 'succeeded' | 'failed' | 'processing' | 'canceled';
export type OutcomeListener = (ctx: StripeContext, intent: PaymentIntentRecord, outcome: LaterOutcome) => void;

const outcomes = signal<[PaymentIntentRecord, LaterOutcome]>();

/**
 * Notified of every intent that settles outside of `takePayment`'s own result: confirmed through the API or a hosted
 * page, a challenge passed or failed, an async method settled or declined, canceled. Called after the payment events.
 */
export const onPaymentOutcome = (ctx: StripeContext, listener: OutcomeListener): void => outcomes.on(ctx, listener);

export const tellOutcome = outcomes.tell;
