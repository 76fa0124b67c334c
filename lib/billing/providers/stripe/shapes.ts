import type Stripe from 'stripe';
import type { DiscountShape } from './discounts';

/**
 * The parts of Stripe's objects that we read, in the shape of the SDK's API version and, for fields that have moved
 * since 2020, in the older shape too (docs/providers/stripe.md#api-versions): an endpoint's events keep the version it
 * was created with, and replay reads last year's events.
 */
export type Ref = string | { readonly id: string } | null | undefined;

/** The id of a reference, expanded or not. */
export function idOf(ref: Ref): string | null {
  return typeof ref === 'string' ? ref : (ref?.id ?? null);
}

type Either<Shape, Moved extends keyof Shape> = Omit<Shape, Moved> & Partial<Pick<Shape, Moved>>;

export type PriceShape = Pick<Stripe.Price, 'id' | 'currency' | 'unit_amount' | 'unit_amount_decimal'> &
  Partial<Pick<Stripe.Price, 'product' | 'recurring'>>;
/** Plans preceded prices: the same id, other names. */
export type PlanShape = Pick<Stripe.Plan, 'id' | 'currency' | 'amount'> & Partial<Pick<Stripe.Plan, 'product'>>;

export type ItemShape = Either<
  Pick<Stripe.SubscriptionItem, 'quantity' | 'current_period_start' | 'current_period_end'>,
  'current_period_start' | 'current_period_end'
> & { readonly id?: string; readonly price?: PriceShape; readonly plan?: PlanShape };

export type SubscriptionShape = Pick<
  Stripe.Subscription,
  | 'id'
  | 'status'
  | 'customer'
  | 'metadata'
  | 'start_date'
  | 'trial_start'
  | 'trial_end'
  | 'cancel_at'
  | 'cancel_at_period_end'
  | 'canceled_at'
  | 'ended_at'
> &
  Partial<
    Pick<
      Stripe.Subscription,
      | 'currency'
      | 'created'
      | 'collection_method'
      | 'cancellation_details'
      | 'default_payment_method'
      | 'latest_invoice'
      | 'pause_collection'
      | 'schedule'
      | 'status_details'
    >
  > & {
    readonly items: { readonly data: readonly ItemShape[] };
    readonly discounts?: readonly (string | DiscountShape)[];
    readonly current_period_start?: number;
    readonly current_period_end?: number;
  };

export type LineShape = Pick<Stripe.InvoiceLineItem, 'amount' | 'period'> &
  Partial<Pick<Stripe.InvoiceLineItem, 'parent' | 'pricing' | 'quantity'>> & {
    readonly price?: PriceShape | null;
    readonly plan?: PlanShape | null;
    readonly type?: 'subscription' | 'invoiceitem';
    readonly proration?: boolean;
  };

export type InvoiceShape = Pick<Stripe.Invoice, 'id' | 'status' | 'created' | 'status_transitions'> &
  Partial<
    Pick<
      Stripe.Invoice,
      | 'amount_paid_off_stripe'
      | 'amount_remaining'
      | 'attempted'
      | 'attempt_count'
      | 'auto_advance'
      | 'collection_method'
      | 'currency'
      | 'due_date'
      | 'ending_balance'
      | 'parent'
      | 'payments'
      | 'post_payment_credit_notes_amount'
      | 'starting_balance'
      | 'total'
      | 'total_taxes'
    >
  > & {
    readonly lines: { readonly data: readonly LineShape[] };
    readonly subscription?: Ref;
    readonly payment_intent?: Ref;
    readonly tax?: number | null;
  };

/** The subscription an invoice belongs to; null for a one-time purchase. */
export function subscriptionOf(invoice: Pick<InvoiceShape, 'parent' | 'subscription'>): string | null {
  return idOf(invoice.parent?.subscription_details?.subscription) ?? idOf(invoice.subscription);
}

/**
 * The payment intents that collect an invoice's money, or only the paid ones; none if it was settled without a payment.
 */
export function paymentIntentsOf(invoice: Pick<InvoiceShape, 'payments' | 'payment_intent'>, only?: 'paid'): string[] {
  const payments = (invoice.payments?.data ?? []).filter(({ status }) => only === undefined || status === only);
  const ids = payments.map((payment) => idOf(payment.payment.payment_intent));
  return [...ids, idOf(invoice.payment_intent)].filter((id) => id !== null);
}

/** Tax included in the total, minor units. */
export function taxOf(invoice: InvoiceShape): bigint {
  const taxes = invoice.total_taxes ?? [];
  return taxes.length > 0 ? taxes.reduce((sum, tax) => sum + BigInt(tax.amount), 0n) : BigInt(invoice.tax ?? 0);
}

export function isProration(line: LineShape): boolean {
  const { parent } = line;
  return (
    parent?.subscription_item_details?.proration ?? parent?.invoice_item_details?.proration ?? line.proration ?? false
  );
}

/** Whether a line pays for a subscription's time rather than anything else. */
export function isForTime(line: LineShape): boolean {
  return isProration(line) || line.parent?.type === 'subscription_item_details' || line.type === 'subscription';
}
