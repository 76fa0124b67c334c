import type { StripeContext } from '../api/context';
import { mergeMetadata } from '../api/metadata';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, SubscriptionRecord } from '../billing-tables';
import { invoiceItemRecord } from '../invoice-items/record';
import { planLabel } from '../invoices/format';
import { priceOf } from '../invoices/pricing';
import { requestedPrice } from '../subscriptions/price-params';
import type { PreviewParams } from './preview';

/** `invoice_items`: items to add to the preview. */
export function extraItems(
  ctx: StripeContext,
  params: PreviewParams,
  customer: CustomerRecord,
  subscription: SubscriptionRecord | null,
): InvoiceItemRecord[] {
  const now = ctx.now(customer.id);
  return (params.invoice_items ?? []).map((requested, index) => {
    const named = requested.price !== undefined || requested.price_data !== undefined;
    const price = named ? requestedPrice(ctx, requested, `invoice_items[${index}]`) : null;
    const quantity = requested.quantity ?? 1;
    return invoiceItemRecord({
      customer,
      amount: price ? priceOf(ctx, price, quantity) : (requested.amount ?? (requested.unit_amount ?? 0) * quantity),
      currency: price?.currency ?? requested.currency ?? subscription?.currency ?? customer.currency ?? 'usd',
      description: requested.description ?? (price ? planLabel(ctx, price, quantity) : null),
      period: requested.period ?? { start: now, end: now },
      at: now,
      quantity,
      price: price && { id: price.id, product: price.product, unit: price.unit_amount_decimal },
      subscription: subscription?.id ?? null,
      discountable: requested.discountable ?? true,
      metadata: mergeMetadata(null, requested.metadata),
    });
  });
}
