import { onCheckoutEnd } from './checkouts/end';
import { ABANDONED, CHECKOUT_END, type CheckoutAction, onAbandoned } from './checkouts/timeouts';
import { DISPUTE_EXPIRY, moveDispute, openDispute } from './disputes/open';
import { DISPUTE } from './disputes/scheduled';
import type { Dodo } from './dodo';
import { SETTLEMENT, type SettlementAction } from './payments/charge';
import { settlePayment } from './payments/settle';
import { REFUND, type RefundAction, settleRefund } from './refunds/settle';
import { onGraceEnd } from './subscriptions/hold';
import { onRetry } from './subscriptions/recover';
import { onBillingDate } from './subscriptions/renew';
import { GRACE_END, RENEWAL, RETRY, type SubscriptionAction } from './subscriptions/schedule';

/** All scheduled actions. */
export function startActions(dodo: Dodo): void {
  const { clocks } = dodo.world;
  clocks.on(RENEWAL, ({ subscriptionId }: SubscriptionAction) => onBillingDate(dodo, subscriptionId));
  clocks.on(GRACE_END, ({ subscriptionId }: SubscriptionAction) => onGraceEnd(dodo, subscriptionId));
  clocks.on(RETRY, ({ subscriptionId }: SubscriptionAction) => onRetry(dodo, subscriptionId));
  clocks.on(CHECKOUT_END, (action: CheckoutAction) => onCheckoutEnd(dodo, action));
  clocks.on(ABANDONED, (action: CheckoutAction) => onAbandoned(dodo, action));
  clocks.on(SETTLEMENT, (action: SettlementAction) => void settlePayment(dodo, action));
  clocks.on(REFUND, ({ refundId, outcome }: RefundAction) => void settleRefund(dodo, refundId, outcome));
  clocks.on(DISPUTE, ({ paymentId }: { paymentId: string }) => {
    if (dodo.tables.disputes.by('payment', paymentId).length === 0) openDispute(dodo, paymentId);
  });
  clocks.on(DISPUTE_EXPIRY, ({ disputeId }: { disputeId: string }) => void moveDispute(dodo, disputeId, 'expired'));
}
