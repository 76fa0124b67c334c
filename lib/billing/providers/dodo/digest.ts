import { digestOf } from '../digest';
import type { SubscriptionShape } from './shapes';

/** All fields that both the list and the subscription itself have and that a change would affect. */
export function subscriptionDigest(raw: ListedSubscription): string {
  return digestOf([
    ...[raw.status, raw.product_id, raw.quantity, raw.recurring_pre_tax_amount],
    ...[raw.previous_billing_date, raw.next_billing_date, raw.cancel_at_next_billing_date],
    ...[raw.cancelled_at ?? null, raw.paused_at ?? null, raw.payment_method_id ?? null],
  ]);
}

type ListedSubscription = Pick<
  SubscriptionShape,
  | 'status'
  | 'product_id'
  | 'quantity'
  | 'recurring_pre_tax_amount'
  | 'previous_billing_date'
  | 'next_billing_date'
  | 'cancel_at_next_billing_date'
  | 'cancelled_at'
  | 'paused_at'
  | 'payment_method_id'
>;
