import type DodoPayments from 'dodopayments';

/** The parts of Dodo's objects that we read. Lists have most fields of a subscription and fewer of a payment. */
export type SubscriptionShape = Pick<
  DodoPayments.Subscription,
  | 'subscription_id'
  | 'status'
  | 'metadata'
  | 'product_id'
  | 'quantity'
  | 'currency'
  | 'recurring_pre_tax_amount'
  | 'created_at'
  | 'previous_billing_date'
  | 'next_billing_date'
  | 'trial_period_days'
  | 'cancel_at_next_billing_date'
  | 'cancelled_at'
  | 'expires_at'
  | 'paused_at'
  | 'payment_method_id'
  | 'scheduled_change'
  | 'payment_frequency_count'
  | 'payment_frequency_interval'
  | 'subscription_period_count'
  | 'subscription_period_interval'
  | 'expires_at'
  | 'on_demand'
  | 'addons'
  | 'billing'
  | 'tax_id'
  | 'tax_inclusive'
> & { readonly customer: { readonly customer_id: string }; readonly discounts?: readonly DiscountShape[] | null };

export type DiscountShape = Pick<DodoPayments.DiscountDetail, 'code' | 'cycles_remaining' | 'preserve_on_plan_change'>;

export type ListedPayment = Pick<
  DodoPayments.PaymentListResponse,
  'payment_id' | 'created_at' | 'status' | 'total_amount' | 'refund_status' | 'dispute_status'
>;

export type RefundShape = Pick<
  DodoPayments.RefundListItem,
  'refund_id' | 'status' | 'amount' | 'currency' | 'reason' | 'created_at'
>;

export type DisputeShape = Pick<
  DodoPayments.Payment['disputes'][number],
  'dispute_id' | 'dispute_status' | 'dispute_stage' | 'amount' | 'currency' | 'remarks' | 'created_at'
>;

export type PaymentShape = Pick<
  DodoPayments.Payment,
  | 'payment_id'
  | 'status'
  | 'metadata'
  | 'currency'
  | 'total_amount'
  | 'tax'
  | 'created_at'
  | 'updated_at'
  | 'product_cart'
  | 'subscription_id'
  | 'subscription_ids'
  | 'invoice_id'
  | 'card_network'
  | 'card_last_four'
  | 'error_code'
  | 'error_message'
  | 'retry_attempt'
> & {
  readonly customer: { readonly customer_id: string };
  readonly refunds: readonly RefundShape[];
  readonly disputes: readonly DisputeShape[];
};
