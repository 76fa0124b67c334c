import type { StripeContext } from '../api/context';
import type { ChargeRecord, PaymentIntentRecord, PaymentMethodRecord } from '../api/tables';
import { makeCharge } from '../charges/make';
import { planSettlement } from '../charges/settle';
import { attach } from '../payment-methods/attach';
import { planDebit } from './bank-debit';
import { planCaptureExpiry } from './capture';
import { challengeAction } from './challenge-url';
import { declineIntent } from './decline';
import { type Asking, askIssuer } from './issuer';
import type { PaymentResult } from './take';

export interface Attempt extends Asking {
  returnUrl: string | null;
  /** The intent is new: its `created` event is sent among those of the attempt, in the order of real runs. */
  announce?: PaymentIntentRecord;
}

/** Attempts to pay an intent with a payment method now: charge, intent and events. */
export function attemptPayment(
  ctx: StripeContext,
  intent: PaymentIntentRecord,
  method: PaymentMethodRecord,
  attempt: Attempt,
): PaymentResult {
  const announce = (): void => {
    if (attempt.announce) ctx.emit('payment_intent.created', attempt.announce);
  };
  const verdict = askIssuer(ctx, method, attempt);
  if (verdict.kind === 'challenge') {
    announce();
    const waiting = put(ctx, intent, {
      status: 'requires_action',
      payment_method: method.id,
      next_action: challengeAction(ctx, intent.id, attempt.returnUrl),
    });
    ctx.emit('payment_intent.requires_action', waiting);
    return { outcome: 'requires_action', intent: waiting };
  }
  if (verdict.kind === 'declined') {
    announce();
    return declineIntent(ctx, intent, method, verdict, attempt.challenged);
  }
  if (verdict.kind === 'pending') {
    const charge = makeCharge(ctx, intent, method, { status: 'pending' }, false);
    announce();
    const processing = put(ctx, intent, { ...taken(method, charge), status: 'processing' });
    ctx.emit('payment_intent.processing', processing);
    ctx.emit('charge.pending', charge);
    saveMethod(ctx, processing, method);
    planDebit(ctx, processing);
    return { outcome: 'processing', intent: processing, charge };
  }
  const captured = intent.capture_method !== 'manual';
  const charge = makeCharge(ctx, intent, method, { status: 'succeeded', captured }, attempt.challenged);
  ctx.emit('charge.succeeded', charge);
  announce();
  saveMethod(ctx, intent, method);
  if (captured) planSettlement(ctx, charge);
  const paid = put(ctx, intent, {
    ...taken(method, charge),
    ...(captured
      ? { status: 'succeeded', amount_received: intent.amount }
      : { status: 'requires_capture', amount_capturable: intent.amount }),
  });
  if (!captured) planCaptureExpiry(ctx, paid);
  ctx.emit(captured ? 'payment_intent.succeeded' : 'payment_intent.amount_capturable_updated', paid);
  return { outcome: 'succeeded', intent: paid, charge };
}

const taken = (method: PaymentMethodRecord, charge: ChargeRecord) => ({
  payment_method: method.id,
  latest_charge: charge.id,
  last_payment_error: null,
  next_action: null,
});

function put(
  ctx: StripeContext,
  intent: PaymentIntentRecord,
  patch: Partial<PaymentIntentRecord>,
): PaymentIntentRecord {
  return ctx.tables.paymentIntents.put(intent.id, { ...intent, ...patch });
}

function saveMethod(ctx: StripeContext, intent: PaymentIntentRecord, method: PaymentMethodRecord): void {
  if (intent.setup_future_usage === null || intent.customer === null || method.customer !== null) return;
  attach(ctx, method, intent.customer, true);
}
