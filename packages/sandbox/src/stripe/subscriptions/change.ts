import type { StripeContext } from '../api/context';
import { cardError } from '../api/errors';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { pendingItems } from '../invoice-items/record';
import { collect, prepareIntent } from '../invoices/collect';
import { composeInvoice } from '../invoices/compose';
import { finalizeInvoice } from '../invoices/finalize';
import { planDueDate } from '../invoices/overdue';
import { markPaid } from '../invoices/paid';
import { defaultMethod } from '../invoices/payment-method';
import { notePayment } from '../invoices/payment-record';
import { storeInvoice } from '../invoices/store';
import { takePayment } from '../payment-intents/take';
import type { ChangePlan, ChangeRequest } from './change-plan';
import { addPendingDebit, forgetDebits, noteDebits } from './debits';
import { afterInvoice, invoiceDiscounts, liveDiscounts } from './discounts';
import { nextPeriodEnd } from './items';
import { invoiceItemLine } from './lines';
import { planSubscription } from './timetable';

/** How the invoice of a change is paid. */
export type ChangePayment =
  | { kind: 'collect'; offSession: boolean }
  | { kind: 'collect_or_fail'; offSession: boolean }
  | { kind: 'client' }
  | { kind: 'taken'; intent: string; processing: boolean };

/** The invoice that a change creates now: prorations, pending items, and periods that start now. Stores nothing. */
export function composeChangeInvoice(
  ctx: StripeContext,
  plan: ChangePlan,
  customer: CustomerRecord,
  request: ChangeRequest,
): InvoiceRecord {
  const { next } = plan;
  const now = ctx.now(customer.id);
  const waiting = pendingItems(ctx, customer.id, next.currency, next.id);
  return composeInvoice(ctx, {
    customer,
    subscription: next,
    reason: 'subscription_update',
    currency: next.currency,
    period: { start: Math.min(now, ...next.items.data.map((item) => item.current_period_start)), end: now },
    lines: [...[...waiting, ...plan.prorations].map(invoiceItemLine), ...plan.lines],
    discounts: invoiceDiscounts(ctx, next, now),
    at: now,
    autoAdvance: true,
    immediate: true,
    collectionMethod: next.collection_method,
    daysUntilDue: next.days_until_due,
    prorationDate: request.date,
  });
}

/**
 * Applies a change: the subscription, its prorations, and, when it is billed now, the invoice, synchronously
 * (docs/providers/stripe.md#plan-changes). @throws 402 with `collect_or_fail` when the payment is declined, in which
 * case nothing changes
 */
export function applyChange(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  plan: ChangePlan,
  how: { customer: CustomerRecord; request: ChangeRequest; payment: ChangePayment; patch: Partial<SubscriptionRecord> },
): SubscriptionRecord {
  const invoice = plan.invoiceNow ? composeChangeInvoice(ctx, plan, how.customer, how.request) : null;
  const payment = invoice ? moneyFirst(ctx, invoice, how.payment) : how.payment;
  const { billing_cycle_anchor, cancel_at, items, status, trial_end, trial_start } = plan.next;
  const spent = invoice ? { discounts: afterInvoice(ctx, liveDiscounts(ctx, plan.next, invoice.created)) } : {};
  const patch = { billing_cycle_anchor, items, status, trial_end, trial_start, ...how.patch, cancel_at, ...spent };
  const changed = ctx.update(
    ctx.tables.subscriptions,
    subscription,
    { ...patch, ...(invoice ? { latest_invoice: invoice.id } : {}) },
    'customer.subscription.updated',
  );
  keepProrations(ctx, plan);
  if (invoice) bill(ctx, changed, invoice, payment);
  const settled = ctx.need(ctx.tables.subscriptions, 'subscription', subscription.id);
  planSubscription(ctx, settled);
  return settled;
}

function keepProrations(ctx: StripeContext, plan: ChangePlan): void {
  for (const item of plan.prorations) {
    ctx.tables.invoiceItems.put(item.id, item);
    ctx.emit('invoiceitem.created', item);
  }
  for (const { item, debit } of plan.ledger) {
    forgetDebits(ctx, item);
    if (debit) addPendingDebit(ctx, item, debit);
  }
}

function bill(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  invoice: InvoiceRecord,
  payment: ChangePayment,
): void {
  noteDebits(ctx, storeInvoice(ctx, invoice), subscription.items.data);
  const open = finalizeInvoice(ctx, invoice);
  if (open.status === 'open') payBill(ctx, open, payment);
}

export function payBill(ctx: StripeContext, open: InvoiceRecord, payment: ChangePayment): void {
  if (payment.kind === 'taken') {
    notePayment(ctx, open, payment.intent);
    if (!payment.processing) markPaid(ctx, open, { intent: payment.intent });
  } else if (payment.kind === 'client' || open.collection_method === 'send_invoice') {
    prepareIntent(ctx, open);
    planDueDate(ctx, open);
  } else collect(ctx, open, { offSession: payment.offSession });
}

/** `error_if_incomplete`: a decline changes nothing, so the payment comes first. */
function moneyFirst(ctx: StripeContext, invoice: InvoiceRecord, payment: ChangePayment): ChangePayment {
  if (payment.kind !== 'collect_or_fail' || invoice.amount_due === 0) return payment;
  const customer = invoice.customer ?? '';
  const subscription = ctx.tables.subscriptions.get(invoice.parent?.subscription_details?.subscription ?? '');
  const result = takePayment(ctx, {
    customer,
    amount: invoice.amount_due,
    currency: invoice.currency,
    paymentMethod: defaultMethod(ctx, customer, subscription),
    offSession: payment.offSession,
    description: 'Subscription update',
  });
  if (result.outcome === 'succeeded' || result.outcome === 'processing') {
    return { kind: 'taken', intent: result.intent.id, processing: result.outcome === 'processing' };
  }
  throw cardError(result.error ?? { code: 'card_declined', message: 'Your card was declined.' });
}

/** Whether a subscription will still renew. */
export const renews = (subscription: SubscriptionRecord): boolean =>
  !subscription.cancel_at_period_end &&
  (subscription.cancel_at === null || subscription.cancel_at > nextPeriodEnd(subscription));
