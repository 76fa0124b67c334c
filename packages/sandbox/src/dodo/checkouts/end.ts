import type { Dodo } from '../dodo';
import { cancelPayment } from '../payments/charge';
import { change } from '../subscriptions/state';
import { giveUp } from './pay';
import type { CheckoutAction } from './timeouts';

/**
 * A hosted page has expired: an unpaid purchase fails; an unpaid payment link becomes void and its plan change is
 * dropped.
 */
export function onCheckoutEnd(dodo: Dodo, { sessionId }: CheckoutAction): void {
  const session = dodo.tables.checkouts.get(sessionId);
  const payment = session?.paymentId ? dodo.tables.payments.get(session.paymentId) : undefined;
  if (!session || session.state === 'used' || !payment) return;
  if (payment.purpose.kind === 'checkout') return void giveUp(dodo, session);
  cancelPayment(dodo, payment.id);
  const row = dodo.tables.subscriptions.get(payment.subscriptionIds[0] ?? '');
  if (row?.pendingChangePaymentId === payment.id) change(dodo, row, { pendingChangePaymentId: null });
}
