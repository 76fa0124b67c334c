import type DodoPayments from 'dodopayments';
import { DodoError, refused } from '../api/errors';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { ProductRecord } from '../records/product';
import type { Plan } from '../records/subscription';

export type RecurringPrice = DodoPayments.Price.RecurringPrice | DodoPayments.Price.UsageBasedPrice;

/** A product that can be sold. @throws 404 or 422 (a switch) when unknown, 410 PRODUCT_IS_DELETED when archived */
export function sellable(dodo: Dodo, productId: string): ProductRecord {
  const product = dodo.tables.products.get(productId);
  if (!product) {
    const status = dodo.switches.get('unknown_product_status') === '404' ? 404 : 422;
    throw new DodoError(status, 'NOT_FOUND', `Product ${productId} does not exist`);
  }
  if (product.archived) throw new DodoError(422, 'PRODUCT_IS_DELETED', `Product ${productId} is archived`);
  return product;
}

export function recurringPrice(product: ProductRecord): RecurringPrice | null {
  return product.price.type === 'one_time_price' ? null : product.price;
}

/** List price of one unit in minor units, after the product's own discount. */
export function unitPrice(price: DodoPayments.Price): number {
  const full = price.type === 'usage_based_price' ? price.fixed_price : price.price;
  const bps = price.discount_bps ?? (price.discount ?? 0) * 100;
  return full - Math.round((full * bps) / 10_000);
}

/**
 * A plan with this product's current prices. @throws 422 when it is not a subscription, or an add-on doesn't belong to
 * it
 */
export function planOf(
  dodo: Dodo,
  product: ProductRecord,
  quantity: number,
  addons: { addonId: string; quantity: number }[],
): Plan {
  const price = recurringPrice(product);
  if (!price) throw refused('INVALID_REQUEST_PARAMETERS', `Product ${product.id} is not a subscription`);
  return {
    productId: product.id,
    quantity,
    addons: addons.map(({ addonId, quantity: pieces }) => {
      const addon = need(dodo.tables.addons, addonId);
      if (!product.addons.includes(addonId))
        throw refused('INVALID_REQUEST_PARAMETERS', `Addon ${addonId} does not belong to product ${product.id}`);
      return { addonId, quantity: pieces, unitPrice: addon.price };
    }),
    unitPrice: unitPrice(price),
    taxInclusive: price.tax_inclusive ?? false,
    frequency: { count: price.payment_frequency_count, interval: price.payment_frequency_interval },
    period: { count: price.subscription_period_count, interval: price.subscription_period_interval },
    meters:
      price.type === 'usage_based_price'
        ? (price.meters ?? []).map(({ meter_id, free_threshold, price_per_unit }) => ({
            meterId: meter_id,
            freeThreshold: free_threshold ?? 0,
            pricePerUnit: price_per_unit ?? null,
          }))
        : [],
  };
}
