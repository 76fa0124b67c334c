import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { PaymentIntentRecord } from '../api/tables';
import { planSettlement } from '../charges/settle';
import { cancelIntent, captureExpiryKey } from './cancel';
import { checkStatus } from './checks';
import { tellOutcome } from './outcomes';

// Docs: a card authorization lasts seven days.
const HELD_FOR = 7 * 86_400;

/**
 * Captures an authorization in full or in part; the rest is released. Emits charge.captured and
 * payment_intent.succeeded.
 */
export function captureIntent(ctx: StripeContext, intent: PaymentIntentRecord, wanted?: number): PaymentIntentRecord {
  checkStatus(intent, 'capture', 'requires_capture');
  const amount = wanted ?? intent.amount_capturable;
  if (amount > intent.amount_capturable) {
    throw invalidRequest(
      `The payment could not be captured because the requested capture amount is greater than the amount you can capture for this charge.`,
      { code: 'amount_too_large', param: 'amount_to_capture' },
    );
  }
  ctx.world.clocks.cancel(captureExpiryKey(intent.id));
  const charge = ctx.need(ctx.tables.charges, 'charge', intent.latest_charge ?? '');
  const left = charge.amount - amount;
  const captured = ctx.update(
    ctx.tables.charges,
    charge,
    { captured: true, amount_captured: amount, amount_refunded: left },
    'charge.captured',
  );
  planSettlement(ctx, captured);
  const done = ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    status: 'succeeded',
    amount_received: amount,
    amount_capturable: 0,
  });
  ctx.emit('payment_intent.succeeded', done);
  tellOutcome(ctx, done, 'succeeded');
  return done;
}

/** An authorization that isn't captured is released after seven days. */
export function planCaptureExpiry(ctx: StripeContext, intent: PaymentIntentRecord): void {
  ctx.world.clocks.schedule({
    at: ctx.now(intent.customer) + HELD_FOR,
    kind: 'stripe.capture.expire',
    key: captureExpiryKey(intent.id),
    data: { id: intent.id },
    clock: ctx.clockOf(intent.customer),
  });
}

export function startCaptureExpiry(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.capture.expire', ({ id }: { id: string }) => {
    const intent = ctx.tables.paymentIntents.get(id);
    if (intent?.status === 'requires_capture') tellOutcome(ctx, cancelIntent(ctx, intent, 'automatic'), 'canceled');
  });
}
