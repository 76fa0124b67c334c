import type { StripeContext } from '../api/context';
import { cardError } from '../api/errors';
import { newId } from '../api/ids';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import type { NewInvoiceItem } from '../invoice-items/record';
import { invoiceItemRecord } from '../invoice-items/record';
import { collect, prepareIntent } from '../invoices/collect';
import { finalizeInvoice } from '../invoices/finalize';
import { markPaid } from '../invoices/paid';
import { defaultMethod } from '../invoices/payment-method';
import { notePayment } from '../invoices/payment-record';
import { storeInvoice } from '../invoices/store';
import { takePayment } from '../payment-intents/take';
import { periodAt } from '../periods/calendar';
import { noteDebits } from './debits';
import { afterInvoice, type DiscountOwner, type DiscountParams, grantDiscounts, withProvisional } from './discounts';
import { composeFirstInvoice } from './first-invoice';
import { type ItemParams, itemList, newItem, recurrenceOf } from './items';
import { subscriptionRecord } from './record';
import { inOrder } from './staging';
import { planSubscription } from './timetable';
import { warnOfTrialEnd } from './trial';

/** How the first invoice is paid. */
export type FirstPayment =
  /** Attempt now; if it fails, the subscription is incomplete. */
  | { kind: 'collect'; offSession: boolean }
  /** Attempt now; a decline is an error and nothing is created. */
  | { kind: 'collect_or_fail'; offSession: boolean }
  /** The client confirms the intent. */
  | { kind: 'client' }
  /** The invoice is sent to the customer. */
  | { kind: 'send' }
  /** Checkout has already been paid with this intent, or it is processing (`processing`). */
  | { kind: 'taken'; intent: string; processing: boolean };

export interface NewSubscription {
  customer: CustomerRecord;
  items: ItemParams[];
  extras?: Omit<NewInvoiceItem, 'customer' | 'at' | 'currency'>[];
  currency: string;
  trialEnd: number | null;
  anchor: number | null;
  /** The time before the first full period is free. */
  freeStub?: boolean;
  /** Start date in the past (`backdate_start_date`); defaults to now. */
  startDate?: number;
  discounts: DiscountParams[];
  /** The Checkout Session that creates it. */
  checkoutSession?: string;
  fields: Partial<SubscriptionRecord>;
  payment: FirstPayment;
}

// The order of events in real runs (docs/providers/stripe.md#checkout).
const ORDER = [
  'charge.succeeded',
  'charge.failed',
  'payment_method.attached',
  'customer.updated',
  'customer.subscription.created',
  'invoiceitem.created',
  'invoice.created',
  'invoice.finalized',
  'payment_intent.created',
  'payment_intent.succeeded',
] as const;
const PAID_ORDER = [...ORDER.slice(0, 5), 'payment_intent.created', 'payment_intent.succeeded', ...ORDER.slice(5, 8)];

interface Composed {
  subscription: SubscriptionRecord;
  invoice: InvoiceRecord;
  extras: InvoiceItemRecord[];
}

/** The amount due of a subscription's first invoice now, in minor units. Stores nothing. */
export function firstAmount(ctx: StripeContext, requested: NewSubscription): number {
  return withProvisional(
    ctx,
    requested.discounts,
    { customer: requested.customer.id, currency: requested.currency },
    (discounts) => {
      return composeSubscription(ctx, requested, newId('subscription'), discounts).invoice.amount_due;
    },
  );
}

/** A subscription and its first invoice before anything is stored or paid. */
export function composeSubscription(
  ctx: StripeContext,
  requested: NewSubscription,
  id: string,
  discounts: string[],
): Composed {
  const { customer, currency, trialEnd } = requested;
  const at = ctx.now(customer.id);
  const anchor = requested.anchor ?? trialEnd ?? at;
  const items = requested.items.map((item) => {
    const natural = periodAt(anchor, recurrenceOf(item), at);
    const start = trialEnd === null ? Math.max(natural.start, requested.startDate ?? at) : at;
    const end = trialEnd ?? (anchor > at ? Math.min(anchor, natural.end) : natural.end);
    return newItem(id, item, { start, end }, at);
  });
  const subscription = subscriptionRecord(
    {
      id,
      billing_cycle_anchor: anchor,
      created: at,
      currency,
      customer: customer.id,
      items: itemList(id, items),
      start_date: requested.startDate ?? at,
      status: trialEnd === null ? 'incomplete' : 'trialing',
      test_clock: customer.test_clock ?? null,
      trial_end: trialEnd,
      trial_start: trialEnd === null ? null : at,
    },
    { ...requested.fields, discounts },
  );
  const extras = (requested.extras ?? []).map((extra) =>
    invoiceItemRecord({ ...extra, customer, currency, at, subscription: id }),
  );
  const freeStub = requested.freeStub ?? false;
  const invoice = composeFirstInvoice(ctx, { subscription, customer, at, extras, freeStub });
  return { subscription: { ...subscription, latest_invoice: invoice.id }, invoice, extras };
}

/**
 * Creates a subscription with its first invoice and emits the events in the order of real runs.
 * @throws 402 with `collect_or_fail` when the payment is declined
 */
export function createSubscription(ctx: StripeContext, requested: NewSubscription): SubscriptionRecord {
  const payment = paymentFirst(ctx, requested);
  const order = payment.kind === 'client' ? ORDER : PAID_ORDER;
  const id = newId('subscription');
  const owner: DiscountOwner = {
    customer: requested.customer.id,
    currency: requested.currency,
    subscription: id,
    checkoutSession: requested.checkoutSession ?? null,
  };
  const composed = composeSubscription(ctx, requested, id, grantDiscounts(ctx, requested.discounts, owner));
  inOrder(
    ctx,
    order,
    (staged) => {
      begin(staged, composed, payment);
      staged.emit('customer.subscription.created', staged.need(staged.tables.subscriptions, 'subscription', id));
    },
    ['customer.subscription.updated'],
  );
  const subscription = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  planSubscription(ctx, subscription);
  warnOfTrialEnd(ctx, subscription);
  return subscription;
}

function begin(ctx: StripeContext, { subscription, invoice, extras }: Composed, payment: FirstPayment): void {
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  if (customer.currency !== subscription.currency) {
    ctx.tables.customers.put(customer.id, { ...customer, currency: subscription.currency });
  }
  const started = payment.kind === 'send' || (payment.kind === 'taken' && payment.processing);
  const initial = subscription.status === 'incomplete' && started ? 'active' : subscription.status;
  ctx.tables.subscriptions.put(subscription.id, {
    ...subscription,
    discounts: afterInvoice(ctx, subscription.discounts),
    status: initial,
  });
  for (const extra of extras) {
    ctx.tables.invoiceItems.put(extra.id, extra);
    ctx.emit('invoiceitem.created', extra);
  }
  noteDebits(ctx, storeInvoice(ctx, invoice), subscription.items.data);
  if (payment.kind === 'send') return;
  const open = finalizeInvoice(ctx, invoice);
  if (open.status === 'open') payFirst(ctx, open, payment);
}

function payFirst(ctx: StripeContext, open: InvoiceRecord, payment: Exclude<FirstPayment, { kind: 'send' }>): void {
  switch (payment.kind) {
    case 'collect':
    case 'collect_or_fail':
      collect(ctx, open, { offSession: payment.offSession });
      return;
    case 'client':
      prepareIntent(ctx, open);
      return;
    case 'taken':
      notePayment(ctx, open, payment.intent);
      if (payment.processing) ctx.tables.invoices.put(open.id, { ...open, attempted: true });
      else markPaid(ctx, open, { intent: payment.intent });
  }
}

/** `error_if_incomplete`: the payment comes first, so that a decline leaves nothing behind. */
function paymentFirst(
  ctx: StripeContext,
  { customer, currency, fields, payment, ...requested }: NewSubscription,
): FirstPayment {
  if (payment.kind !== 'collect_or_fail') return payment;
  const amount = firstAmount(ctx, { ...requested, customer, currency, fields, payment });
  if (amount === 0) return payment;
  const result = takePayment(ctx, {
    customer: customer.id,
    amount,
    currency,
    paymentMethod: fields.default_payment_method ?? defaultMethod(ctx, customer.id),
    offSession: payment.offSession,
    description: 'Subscription creation',
  });
  if (result.outcome === 'succeeded' || result.outcome === 'processing') {
    return { kind: 'taken', intent: result.intent.id, processing: result.outcome === 'processing' };
  }
  throw cardError(result.error ?? { code: 'card_declined', message: 'Your card was declined.' });
}
