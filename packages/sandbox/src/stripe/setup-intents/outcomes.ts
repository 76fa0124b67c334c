import type { StripeContext } from '../api/context';
import { signal } from '../api/signal';
import type { SetupIntentRecord } from '../api/tables';

export type SetupListener = (
  ctx: StripeContext,
  intent: SetupIntentRecord,
  outcome: 'succeeded' | 'failed' | 'canceled',
) => void;

const outcomes = signal<[SetupIntentRecord, 'succeeded' | 'failed' | 'canceled']>();

/**
 * Notified of setup intents that are confirmed through the API, challenged or canceled (not of `confirmSetup`'s own
 * result).
 */
export const onSetupOutcome = (ctx: StripeContext, listener: SetupListener): void => outcomes.on(ctx, listener);

export const tellSetup = outcomes.tell;
