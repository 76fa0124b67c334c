import type { ListedPayment, PaymentShape, SubscriptionShape } from '@/lib/billing/providers/dodo/shapes';

export const JAN = '2026-01-10T10:00:00.123456Z';
export const FEB = '2026-02-10T10:00:00.123456Z';
export const MAR = '2026-03-10T10:00:00.123456Z';

/** An active monthly subscription in its first month. */
export function subscription(over: Partial<SubscriptionShape> = {}): SubscriptionShape {
  return {
    subscription_id: 'sub_1',
    status: 'active',
    customer: { customer_id: 'cus_1' },
    metadata: { app_id: 'tollgate', user_id: 'user-1', checkout_id: 'checkout-1', sku: 'pro_month' },
    product_id: 'pdt_pro',
    quantity: 1,
    currency: 'USD',
    recurring_pre_tax_amount: 2900,
    created_at: JAN,
    previous_billing_date: JAN,
    next_billing_date: FEB,
    trial_period_days: 0,
    cancel_at_next_billing_date: false,
    ...over,
  };
}

export function listed(over: Partial<ListedPayment> = {}): ListedPayment {
  return { payment_id: 'pay_1', created_at: JAN, status: 'succeeded', total_amount: 2900, ...over };
}

export function payment(over: Partial<PaymentShape> = {}): PaymentShape {
  return {
    payment_id: 'pay_1',
    status: 'succeeded',
    customer: { customer_id: 'cus_1' },
    metadata: { app_id: 'tollgate', user_id: 'user-1', checkout_id: 'checkout-1' },
    currency: 'USD',
    total_amount: 2900,
    tax: 463,
    created_at: JAN,
    subscription_id: null,
    subscription_ids: [],
    product_cart: [{ product_id: 'pdt_lifetime', quantity: 1 }],
    refunds: [],
    disputes: [],
    retry_attempt: 0,
    ...over,
  };
}
