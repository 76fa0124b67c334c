import type { StripeContext } from '../api/context';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { onInvoice } from '../invoices/listeners';
import { subscriptionOf } from '../invoices/payment-method';
import { planSubscription } from './timetable';

/** Keeps a subscription's status in sync with its invoices. */
export function followInvoices(ctx: StripeContext): void {
  onInvoice(ctx, 'paid', paid);
  onInvoice(ctx, 'processing', debited);
  onInvoice(ctx, 'failed', unpaid);
  onInvoice(ctx, 'action_required', unpaid);
}

function paid(ctx: StripeContext, invoice: InvoiceRecord): void {
  const subscription = subscriptionOf(ctx, invoice);
  if (!subscription) return;
  if (subscription.status === 'incomplete') {
    if (invoice.billing_reason === 'subscription_create')
      become(ctx, subscription, 'active', methodToKeep(ctx, subscription, invoice));
    return;
  }
  const behind = subscription.status === 'past_due' || subscription.status === 'unpaid';
  if (behind && newestFinalized(ctx, subscription)?.status === 'paid') become(ctx, subscription, 'active');
}

/**
 * The first debit is processing: the subscription is active until it settles.
 * @see https://docs.stripe.com/billing/subscriptions/sepa-debit
 */
function debited(ctx: StripeContext, invoice: InvoiceRecord): void {
  const subscription = subscriptionOf(ctx, invoice);
  if (subscription?.status !== 'incomplete' || invoice.billing_reason !== 'subscription_create') return;
  become(ctx, subscription, 'active', methodToKeep(ctx, subscription, invoice));
}

function unpaid(ctx: StripeContext, invoice: InvoiceRecord): void {
  const subscription = subscriptionOf(ctx, invoice);
  // A change that waits for its payment doesn't affect the subscription (`pending_if_incomplete`).
  if (subscription?.status !== 'active' || waits(ctx, subscription, invoice)) return;
  become(ctx, subscription, 'past_due');
}

const waits = (ctx: StripeContext, subscription: SubscriptionRecord, invoice: InvoiceRecord): boolean =>
  ctx.tables.hiddenSubscriptions.get(subscription.id)?.pendingInvoice === invoice.id;

function become(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  status: SubscriptionRecord['status'],
  more: Partial<SubscriptionRecord> = {},
): void {
  const patch = { status, ...more };
  planSubscription(ctx, ctx.update(ctx.tables.subscriptions, subscription, patch, 'customer.subscription.updated'));
}

/** The latest invoice that isn't a draft decides: an older debt doesn't lock out a customer who has paid. */
function newestFinalized(ctx: StripeContext, subscription: SubscriptionRecord): InvoiceRecord | undefined {
  return ctx.tables.invoices
    .by('subscription', subscription.id)
    .find(({ status }) => status === 'open' || status === 'paid' || status === 'uncollectible');
}

/** `save_default_payment_method: on_subscription`: the first invoice's payment method is used for the next ones. */
function methodToKeep(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  invoice: InvoiceRecord,
): Partial<SubscriptionRecord> {
  if (subscription.payment_settings?.save_default_payment_method !== 'on_subscription') return {};
  const payment = ctx.tables.invoicePayments.by('invoice', invoice.id).find(({ status }) => status !== 'canceled');
  const intent = ctx.tables.paymentIntents.get(payment?.payment.payment_intent ?? '');
  return intent?.payment_method ? { default_payment_method: intent.payment_method } : {};
}
