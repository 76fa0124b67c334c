import type { StripeContext } from '../api/context';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceRecord, SubscriptionRecord } from '../billing-tables';
import { balanceUsed, voidInvoice } from '../invoices/close';
import { collect } from '../invoices/collect';
import { finalizeInvoice } from '../invoices/finalize';
import { onInvoice } from '../invoices/listeners';
import { storeInvoice } from '../invoices/store';
import { composeChangeInvoice } from './change';
import { type ChangePlan, type ChangeRequest, planChange } from './change-plan';
import { addPendingDebit, forgetDebits, noteDebits } from './debits';
import { planSubscription } from './timetable';

/** A change waits this long for its payment (docs.stripe.com/billing/subscriptions/pending-updates). */
const WAITS = 23 * 3600;

/**
 * `pending_if_incomplete`: the invoice comes first, and the subscription only changes once it is paid. Until then the
 * change is in `pending_update`.
 */
export function changeWhenPaid(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  plan: ChangePlan,
  how: { customer: CustomerRecord; request: ChangeRequest; offSession: boolean },
): SubscriptionRecord {
  const { customer, request } = how;
  const invoice = composeChangeInvoice(ctx, plan, customer, request);
  ctx.tables.hiddenSubscriptions.put(subscription.id, {
    id: subscription.id,
    prorateOnCancel: ctx.tables.hiddenSubscriptions.get(subscription.id)?.prorateOnCancel ?? false,
    pendingUpdate: request,
    pendingInvoice: invoice.id,
  });
  for (const item of plan.prorations) {
    ctx.tables.invoiceItems.put(item.id, item);
    ctx.emit('invoiceitem.created', item);
  }
  ctx.update(ctx.tables.subscriptions, subscription, {
    latest_invoice: invoice.id,
    pending_update: {
      billing_cycle_anchor: null,
      cancel_at_period_end: null,
      discount: null,
      discounts: null,
      expires_at: ctx.now(customer.id) + WAITS,
      metadata: null,
      subscription_items: plan.next.items.data,
      trial_end: typeof request.trialEnd === 'number' ? request.trialEnd : null,
      trial_from_plan: null,
    },
  });
  storeInvoice(ctx, invoice);
  const open = finalizeInvoice(ctx, invoice);
  if (open.status === 'open') collect(ctx, open, { offSession: how.offSession });
  const after = ctx.need(ctx.tables.subscriptions, 'subscription', subscription.id);
  if (after.pending_update !== null) {
    const previous = { latest_invoice: subscription.latest_invoice, pending_update: null };
    ctx.emit('customer.subscription.updated', after, previous);
  }
  planSubscription(ctx, after);
  return after;
}

export function startPendingUpdates(ctx: StripeContext): void {
  onInvoice(ctx, 'paid', applyPending);
  ctx.world.clocks.on('stripe.subscription.pending_update', ({ id }: { id: string }) => expirePending(ctx, id));
}

function applyPending(ctx: StripeContext, invoice: InvoiceRecord): void {
  const id = invoice.parent?.subscription_details?.subscription ?? '';
  const hidden = ctx.tables.hiddenSubscriptions.get(id);
  const subscription = ctx.tables.subscriptions.get(id);
  if (hidden?.pendingInvoice !== invoice.id || !hidden.pendingUpdate || !subscription) return;
  const customer = ctx.need(ctx.tables.customers, 'customer', subscription.customer);
  const plan = planChange(ctx, { ...subscription, pending_update: null }, customer, hidden.pendingUpdate);
  ctx.tables.hiddenSubscriptions.put(id, { ...hidden, pendingUpdate: null, pendingInvoice: null });
  const { billing_cycle_anchor, cancel_at, items, status, trial_end, trial_start } = plan.next;
  const wanted = itemsAsBilled(subscription, items);
  const patch = {
    billing_cycle_anchor,
    cancel_at,
    items: wanted,
    status,
    trial_end,
    trial_start,
    pending_update: null,
  };
  const changed = ctx.update(ctx.tables.subscriptions, subscription, patch, 'customer.subscription.updated');
  for (const { item, debit } of plan.ledger) {
    forgetDebits(ctx, item);
    if (debit) addPendingDebit(ctx, item, debit);
  }
  noteDebits(ctx, invoice, changed.items.data);
  if (subscription.pending_update) ctx.emit('customer.subscription.pending_update_applied', changed);
  planSubscription(ctx, changed);
}

/** New items keep the ids they had in the event and on the invoice. */
function itemsAsBilled(
  subscription: SubscriptionRecord,
  items: SubscriptionRecord['items'],
): SubscriptionRecord['items'] {
  const announced = subscription.pending_update?.subscription_items;
  return announced ? { ...items, data: announced } : items;
}

/**
 * The customer as another change will find them: it drops the pending one, whose voided invoice restores the balance.
 */
export function withoutPending(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  customer: CustomerRecord,
): CustomerRecord {
  if (subscription.pending_update === null) return customer;
  const invoice = ctx.tables.invoices.get(ctx.tables.hiddenSubscriptions.get(subscription.id)?.pendingInvoice ?? '');
  return invoice?.status === 'open' ? { ...customer, balance: customer.balance - balanceUsed(invoice) } : customer;
}

/** Not paid in time: the change is dropped and its invoice voided. */
export function expirePending(ctx: StripeContext, id: string): void {
  const subscription = ctx.tables.subscriptions.get(id);
  const hidden = ctx.tables.hiddenSubscriptions.get(id);
  if (!subscription?.pending_update || !hidden) return;
  ctx.tables.hiddenSubscriptions.put(id, { ...hidden, pendingUpdate: null, pendingInvoice: null });
  const dropped = ctx.tables.subscriptions.put(id, { ...subscription, pending_update: null });
  const invoice = ctx.tables.invoices.get(hidden.pendingInvoice ?? '');
  if (invoice?.status === 'open') voidInvoice(ctx, invoice);
  ctx.emit('customer.subscription.pending_update_expired', dropped);
  planSubscription(ctx, dropped);
}
