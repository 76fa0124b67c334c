import type { StripeContext } from '../api/kit';
import { mergeMetadata } from '../api/metadata';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceItemRecord, SubscriptionRecord } from '../billing-tables';
import { invoiceItemRecord } from '../invoice-items/record';
import { priceOf } from '../invoices/pricing';
import { planWords } from '../invoices/words';
import { wishedPrice } from '../subscriptions/price-wish';
import type { PreviewParams } from './preview';

/** `invoice_items`: items to add to the preview. */
export function extraItems(
  ctx: StripeContext,
  params: PreviewParams,
  customer: CustomerRecord,
  subscription: SubscriptionRecord | null,
): InvoiceItemRecord[] {
  const now = ctx.now(customer.id);
  return (params.invoice_items ?? []).map((wish, index) => {
    const named = wish.price !== undefined || wish.price_data !== undefined;
    const price = named ? wishedPrice(ctx, wish, `invoice_items[${index}]`) : null;
    const quantity = wish.quantity ?? 1;
    return invoiceItemRecord({
      customer,
      amount: price ? priceOf(ctx, price, quantity) : (wish.amount ?? (wish.unit_amount ?? 0) * quantity),
      currency: price?.currency ?? wish.currency ?? subscription?.currency ?? customer.currency ?? 'usd',
      description: wish.description ?? (price ? planWords(ctx, price, quantity) : null),
      period: wish.period ?? { start: now, end: now },
      at: now,
      quantity,
      price: price && { id: price.id, product: price.product, unit: price.unit_amount_decimal },
      subscription: subscription?.id ?? null,
      discountable: wish.discountable ?? true,
      metadata: mergeMetadata(null, wish.metadata),
    });
  });
}
