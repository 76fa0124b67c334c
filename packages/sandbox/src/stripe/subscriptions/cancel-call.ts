import type { StripeContext } from '../api/context';
import { resourceMissing } from '../api/errors';
import { type ParamsOf, p } from '../api/params';
import type { SubscriptionRecord } from '../billing-tables';
import { voidInvoice } from '../invoices/close';
import { endSubscription } from './end';
import { cancellationDetails } from './fields';
import { finalInvoice, keepCredits } from './final-invoice';

export const cancelFields = {
  cancellation_details: cancellationDetails,
  invoice_now: p.boolean(),
  prorate: p.boolean(),
};

/**
 * `DELETE /v1/subscriptions/:id`: ends it immediately. With `prorate` unused time is credited, with `invoice_now` it is
 * billed now (credit to the balance, no refund); with neither, pending prorations are dropped.
 * @throws 404 when it has already ended
 */
export function cancelCall(ctx: StripeContext, id: string, params: ParamsOf<typeof cancelFields>): SubscriptionRecord {
  const subscription = ctx.need(ctx.tables.subscriptions, 'subscription', id);
  if (subscription.status === 'canceled' || subscription.status === 'incomplete_expired') {
    throw resourceMissing('subscription', id);
  }
  const { invoice_now = false, prorate = false, cancellation_details: details } = params;
  let last = subscription;
  if (invoice_now) last = finalInvoice(ctx, subscription, { prorate });
  else if (prorate) keepCredits(ctx, subscription, ctx.now(subscription.customer));
  else dropProrations(ctx, subscription);
  const { comment, feedback } = details ?? {};
  const first = ctx.tables.invoices.get(subscription.latest_invoice ?? '');
  // A subscription that never started leaves no debt.
  if (subscription.status === 'incomplete' && first?.status === 'open') voidInvoice(ctx, first);
  return endSubscription(ctx, last, { scheduled: false, reason: 'cancellation_requested', comment, feedback });
}

function dropProrations(ctx: StripeContext, subscription: SubscriptionRecord): void {
  for (const item of ctx.tables.invoiceItems.by('pending', subscription.customer)) {
    if (!item.proration || item.parent?.subscription_details?.subscription !== subscription.id) continue;
    ctx.tables.invoiceItems.remove(item.id);
    ctx.emit('invoiceitem.deleted', item);
  }
}
