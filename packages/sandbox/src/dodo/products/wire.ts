import type DodoPayments from 'dodopayments';
import { BRAND_ID, BUSINESS_ID } from '../business';
import type { ProductRecord } from '../records/product';
import { stamp } from '../time/stamp';

function common(row: ProductRecord) {
  return {
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    entitlements: [],
    is_recurring: row.price.type !== 'one_time_price',
    metadata: row.metadata,
    product_id: row.id,
    tax_category: row.taxCategory,
    updated_at: stamp(row.updatedMs),
    description: row.description,
    image: null,
    name: row.name,
    pricing_mode: null,
  };
}

/** Here `price` is an object; in the list it is a number (SDK: Product, ProductListResponse). */
export function productWire(row: ProductRecord) {
  return {
    ...common(row),
    brand_id: BRAND_ID,
    credit_entitlements: [],
    license_key_enabled: row.license !== null,
    price: row.price,
    addons: row.addons,
    digital_product_delivery: null,
    license_key_activation_message: row.license?.activationMessage ?? null,
    license_key_activations_limit: row.license?.activationsLimit ?? null,
    license_key_duration: row.license?.duration ?? null,
    product_collection_id: null,
  } satisfies Required<DodoPayments.Product>;
}

export function productListWire(row: ProductRecord) {
  const { price } = row;
  return {
    ...common(row),
    currency: price.currency,
    price: price.type === 'usage_based_price' ? price.fixed_price : price.price,
    price_detail: price,
    tax_inclusive: price.tax_inclusive ?? false,
  } satisfies Required<DodoPayments.ProductListResponse>;
}
