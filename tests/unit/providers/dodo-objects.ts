import { coverageOf } from '@/lib/billing/access/coverage';
import type { Purchases } from '@/lib/billing/providers/dodo/bought';
import { historyOf } from '@/lib/billing/providers/dodo/history';
import type { ListedPayment, PaymentShape, SubscriptionShape } from '@/lib/billing/providers/dodo/shapes';
import { type Related, toSubscription } from '@/lib/billing/providers/dodo/subscription';
import type { InvoiceSnapshot, KnownInvoice } from '@/lib/billing/providers/money-snapshots';
import type { SubscriptionSnapshot } from '@/lib/billing/providers/snapshots';

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
    payment_frequency_count: 1,
    payment_frequency_interval: 'Month',
    subscription_period_count: 10,
    subscription_period_interval: 'Year',
    expires_at: '2036-01-10T10:00:00.123456Z',
    on_demand: false,
    tax_inclusive: false,
    addons: [],
    billing: { country: 'US' },
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

export const NOTHING_ASKED: Purchases = { bought: new Map(), products: new Map() };

/** The driver's result for a subscription, its payments, and what the ledger knows about them. */
export function seen(
  over: Partial<SubscriptionShape>,
  payments: readonly ListedPayment[],
  {
    known = [],
    purchases = NOTHING_ASKED,
    ...related
  }: Partial<Related> & {
    known?: readonly KnownInvoice[];
    purchases?: Purchases;
  } = {},
): SubscriptionSnapshot {
  const raw = subscription(over);
  const history = historyOf(raw, payments, known, purchases);
  const empty = { payments: [], addons: new Map<string, bigint>(), method: null, nextCharge: null };
  return toSubscription(raw, { ...empty, ...related, listed: payments, history });
}

/** The sold time that is left of paid invoices, as access reads it: `product×quantity from – until`. */
export function covered(invoices: readonly InvoiceSnapshot[], takenBack: readonly string[] = []): string[] {
  const paid = invoices.filter(({ status }) => status === 'paid');
  const { spans } = coverageOf(
    paid.map((invoice) => ({
      ...invoice,
      standing: takenBack.includes(invoice.externalId) ? 'refunded' : 'clear',
      lines: invoice.lines.map((line) => ({ ...line, sku: line.priceExternalId ?? '' })),
    })),
  );
  const day = (date: Date) => date.toISOString().slice(5, 10);
  return spans
    .filter(({ standing }) => standing === 'clear')
    .map(({ sku, quantity, from, until }) => `${sku}×${quantity} ${day(from)} – ${day(until)}`);
}

/** What the ledger keeps of invoices and passes to the next fetch. */
export const kept = ({ invoices }: SubscriptionSnapshot): KnownInvoice[] =>
  invoices.filter(({ status }) => status === 'paid');
