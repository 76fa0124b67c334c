import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { ProductRecord } from '../api/tables';
import type { productFields } from './fields';

export type ProductFields = ParamsOf<typeof productFields>;

/** The changes of a product for these parameters. Cleared ones become null or empty. */
export function productPatch(fields: ProductFields, metadata: ProductRecord['metadata']): Partial<ProductRecord> {
  const { images, marketing_features, metadata: change, package_dimensions, ...plain } = fields;
  const sizes = package_dimensions && {
    height: Number(package_dimensions.height),
    length: Number(package_dimensions.length),
    weight: Number(package_dimensions.weight),
    width: Number(package_dimensions.width),
  };
  const patch: Partial<ProductRecord> = { ...present(plain) };
  if (images !== undefined) patch.images = images ?? [];
  if (marketing_features !== undefined) patch.marketing_features = marketing_features ?? [];
  if (sizes !== undefined) patch.package_dimensions = sizes;
  if (change !== undefined) patch.metadata = mergeMetadata(metadata, change);
  return patch;
}

/** Only the members that were sent: `undefined` must not overwrite. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  // The type is correct once undefined members are omitted.
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;
}

/**
 * Stores a product and emits `product.created`.
 * @throws 400 when the id is taken
 */
export function createProduct(
  ctx: StripeContext,
  name: string,
  fields: ProductFields & { id?: string | undefined } = {},
): ProductRecord {
  const { id = newId('product'), ...rest } = fields;
  if (ctx.tables.products.get(id)) {
    throw invalidRequest('Product already exists.', { code: 'resource_already_exists', param: 'id' });
  }
  const now = ctx.now();
  const product = ctx.tables.products.put(id, {
    id,
    object: 'product',
    active: true,
    created: now,
    default_price: null,
    description: null,
    images: [],
    livemode: false,
    marketing_features: [],
    metadata: {},
    name,
    package_dimensions: null,
    shippable: null,
    statement_descriptor: null,
    tax_code: null,
    tax_details: null,
    type: 'service',
    unit_label: null,
    updated: now,
    url: null,
    ...productPatch(rest, {}),
  });
  ctx.emit('product.created', product);
  return product;
}
