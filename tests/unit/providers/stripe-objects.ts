import type { IntentShape } from '@/lib/billing/providers/stripe/payment';
import type { InvoiceShape, ItemShape, LineShape, SubscriptionShape } from '@/lib/billing/providers/stripe/shapes';

/** Unix seconds of a UTC time. */
export const unix = (iso: string) => Date.parse(iso) / 1000;

export const JAN = unix('2026-01-10T10:00:00Z');
export const FEB = unix('2026-02-10T10:00:00Z');
export const MAR = unix('2026-03-10T10:00:00Z');

export function item(over: Partial<ItemShape> = {}): ItemShape {
  return {
    quantity: 1,
    current_period_start: JAN,
    current_period_end: FEB,
    price: { id: 'price_pro', currency: 'usd', unit_amount: 2900, unit_amount_decimal: null },
    ...over,
  };
}

/** An active monthly subscription in the SDK's own API version. */
export function subscription(over: Partial<SubscriptionShape> = {}): SubscriptionShape {
  return {
    id: 'sub_1',
    status: 'active',
    customer: 'cus_1',
    currency: 'usd',
    metadata: { app_id: 'tollgate', user_id: 'user-1', checkout_id: 'checkout-1' },
    start_date: JAN,
    trial_start: null,
    trial_end: null,
    cancel_at: null,
    cancel_at_period_end: false,
    canceled_at: null,
    ended_at: null,
    cancellation_details: { comment: null, feedback: null, feedback_option: null, reason: null },
    pause_collection: null,
    schedule: null,
    items: { data: [item()] },
    ...over,
  };
}

/** A line for time of the subscription; negative amounts are credits. */
export function line(amount: number, start: number, end: number, proration = false): LineShape {
  return {
    amount,
    period: { start, end },
    parent: {
      type: 'subscription_item_details',
      invoice_item_details: null,
      subscription_item_details: {
        invoice_item: null,
        proration,
        proration_details: null,
        subscription: 'sub_1',
        subscription_item: 'si_1',
      },
    },
  };
}

export function invoice(over: Partial<InvoiceShape> = {}): InvoiceShape {
  const created = over.created ?? JAN;
  return {
    id: 'in_1',
    status: 'paid',
    created,
    attempted: true,
    status_transitions: { finalized_at: created, marked_uncollectible_at: null, paid_at: created, voided_at: null },
    parent: {
      type: 'subscription_details',
      quote_details: null,
      subscription_details: { subscription: 'sub_1', metadata: {} },
    },
    total_taxes: [],
    lines: { data: [line(2900, JAN, FEB)] },
    ...over,
  };
}

export function intent(over: Partial<IntentShape> = {}): IntentShape {
  return {
    id: 'pi_1',
    status: 'succeeded',
    amount: 2900,
    amount_received: 2900,
    currency: 'usd',
    created: JAN,
    customer: 'cus_1',
    description: 'Subscription creation',
    metadata: {},
    last_payment_error: null,
    latest_charge: null,
    ...over,
  };
}
