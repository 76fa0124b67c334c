import type { StripeContext } from '../api/context';
import type { ChargeRecord, PaymentIntentRecord } from '../api/tables';
import { planSettlement } from '../charges/settle';
import { debitOutcome } from '../payment-methods/bank';
import type { CardErrorBody } from '../payment-methods/declines';
import { lastError } from './decline';
import { tellOutcome } from './outcomes';

/** A bank debit settles after days: three, which is typical for SEPA (our choice for test mode). */
const DEBIT_TAKES = 3 * 86_400;

export function planDebit(ctx: StripeContext, intent: PaymentIntentRecord): void {
  ctx.world.clocks.schedule({
    at: ctx.now(intent.customer) + DEBIT_TAKES,
    kind: 'stripe.debit.answer',
    key: `stripe.debit.answer:${intent.id}`,
    data: { id: intent.id },
    clock: ctx.clockOf(intent.customer),
  });
}

export function startDebits(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.debit.answer', ({ id }: { id: string }) => answerDebit(ctx, id));
}

const insufficient: CardErrorBody = {
  code: 'payment_method_debit_failed' as const,
  decline_code: 'insufficient_funds',
  message: 'The payment failed because the customer’s account has insufficient funds.',
};

/**
 * The bank settles a pending debit (also immediately, for a scenario on the control page). Does nothing if it isn't
 * pending.
 */
export function answerDebit(ctx: StripeContext, intentId: string): void {
  const intent = ctx.tables.paymentIntents.get(intentId);
  const charge = ctx.tables.charges.get(intent?.latest_charge ?? '');
  if (intent?.status !== 'processing' || !charge) return;
  const number = ctx.tables.instruments.get(charge.payment_method ?? '')?.number ?? '';
  if (debitOutcome(number) === 'succeeds_later') paid(ctx, intent, charge);
  else refused(ctx, intent, charge);
}

function paid(ctx: StripeContext, intent: PaymentIntentRecord, charge: ChargeRecord): void {
  const receipt = `${ctx.world.config.url}/pay/stripe/receipts/${charge.id}`;
  const settled = ctx.tables.charges.put(charge.id, {
    ...charge,
    status: 'succeeded',
    paid: true,
    receipt_url: receipt,
  });
  const done = ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    status: 'succeeded',
    amount_received: intent.amount,
  });
  ctx.emit('payment_intent.succeeded', done);
  ctx.emit('charge.succeeded', settled);
  planSettlement(ctx, settled);
  tellOutcome(ctx, done, 'succeeded');
}

function refused(ctx: StripeContext, intent: PaymentIntentRecord, charge: ChargeRecord): void {
  const method = ctx.need(ctx.tables.paymentMethods, 'PaymentMethod', charge.payment_method ?? '');
  const failed = ctx.tables.charges.put(charge.id, {
    ...charge,
    status: 'failed',
    captured: false,
    amount_captured: 0,
    failure_code: 'insufficient_funds',
    failure_message: insufficient.message,
  });
  const open = ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    status: 'requires_payment_method',
    payment_method: null,
    last_payment_error: { ...lastError(ctx, insufficient, method, charge.id), type: 'invalid_request_error' },
  });
  ctx.emit('payment_intent.payment_failed', open);
  ctx.emit('charge.failed', failed);
  tellOutcome(ctx, open, 'failed');
}
