import type { StripeContext } from '../api/context';
import { newId } from '../api/ids';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, InvoiceRecord } from '../billing-tables';
import { composeSubscription } from '../subscriptions/create';
import { oneCurrency } from '../subscriptions/create-call';
import { composeFirstInvoice } from '../subscriptions/first-invoice';
import { requestedPrice } from '../subscriptions/price-params';
import { trialEndOf } from '../subscriptions/trial-params';
import type { PreviewParams } from './preview';

/** The first invoice of a subscription that does not exist yet. */
export function previewNewSubscription(
  ctx: StripeContext,
  customer: CustomerRecord,
  params: PreviewParams,
  discounts: string[],
  extras: InvoiceItemRecord[],
): InvoiceRecord {
  const details = params.subscription_details ?? {};
  const items = (details.items ?? []).map((requested, index) => ({
    price: requestedPrice(ctx, requested, `subscription_details[items][${index}]`, { type: 'recurring' }),
    quantity: requested.quantity ?? 1,
  }));
  const prices = items.map(({ price }) => price);
  const at = ctx.now(customer.id);
  const freeStub = details.proration_behavior === 'none';
  const { subscription } = composeSubscription(
    ctx,
    {
      customer,
      items,
      currency: oneCurrency(ctx, customer, prices, params.currency),
      trialEnd: trialEndOf({ trial_end: details.trial_end }, at),
      anchor: details.billing_cycle_anchor?.timestamp ?? null,
      freeStub,
      discounts: [],
      fields: {},
      payment: { kind: 'client' },
    },
    newId('subscription'),
    discounts,
  );
  const invoice = composeFirstInvoice(ctx, { subscription, customer, at, extras, freeStub });
  // A preview's subscription doesn't exist, so nothing may reference it.
  return { ...invoice, parent: null };
}
