import type { StripeContext } from '../api/context';
import type { PaymentIntentRecord } from '../api/tables';
import { checkStatus } from './checks';

/** The scheduled action that releases an authorization. */
export const captureExpiryKey = (id: string): string => `stripe.capture.expire:${id}`;

/**
 * Cancels an intent that hasn't succeeded; releases its authorization. Emits payment_intent.canceled.
 * @throws 400 if it has succeeded or is already canceled
 */
export function cancelIntent(
  ctx: StripeContext,
  intent: PaymentIntentRecord,
  reason: PaymentIntentRecord['cancellation_reason'],
): PaymentIntentRecord {
  checkStatus(
    intent,
    'cancel',
    'requires_payment_method',
    'requires_capture',
    'requires_confirmation',
    'requires_action',
    'processing',
  );
  ctx.world.clocks.cancel(captureExpiryKey(intent.id));
  ctx.world.clocks.cancel(`stripe.debit.answer:${intent.id}`);
  const canceled = ctx.tables.paymentIntents.put(intent.id, {
    ...intent,
    status: 'canceled',
    canceled_at: ctx.now(intent.customer),
    cancellation_reason: reason,
    amount_capturable: 0,
    next_action: null,
  });
  ctx.emit('payment_intent.canceled', canceled);
  const charge = ctx.tables.charges.get(intent.latest_charge ?? '');
  if (charge && intent.status === 'requires_capture') {
    const released = { refunded: true, amount_refunded: charge.amount };
    ctx.update(ctx.tables.charges, charge, released, reason === 'automatic' ? 'charge.expired' : 'charge.refunded');
  }
  if (charge?.status === 'pending') {
    ctx.update(ctx.tables.charges, charge, { status: 'failed', captured: false, amount_captured: 0 }, 'charge.failed');
  }
  return canceled;
}
