import { invalidRequest } from '../api/errors';
import { included, reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { clearable, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { PriceRecord } from '../api/tables';
import { createProduct } from '../products/create';
import { unsupported } from '../subscriptions/unsupported';
import { claimLookupKey, createPrice } from './create';
import { priceAmount, recurringFields, tierFields } from './fields';
import { updatePrice } from './update';

const url = '/v1/prices';
const taxBehavior = p.enumOf('exclusive', 'inclusive', 'unspecified');

export const prices: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: {
        ...priceAmount,
        currency: required(p.currency()),
        currency_options: unsupported(),
        active: p.boolean(),
        billing_scheme: p.enumOf('per_unit', 'tiered'),
        lookup_key: p.string({ max: 200 }),
        metadata: p.metadata(),
        nickname: p.string(),
        product: p.string(),
        product_data: p.object({
          name: required(p.string({ max: 250 })),
          active: p.boolean(),
          id: p.string(),
          metadata: p.metadata(),
          statement_descriptor: p.string({ max: 22 }),
          tax_code: p.string(),
          unit_label: p.string({ max: 12 }),
        }),
        recurring: p.object(recurringFields),
        tax_behavior: taxBehavior,
        tiers: p.array(p.object(tierFields)),
        tiers_mode: p.enumOf('graduated', 'volume'),
        transfer_lookup_key: p.boolean(),
        transform_quantity: p.object({
          divide_by: required(p.integer({ min: 1 })),
          round: required(p.enumOf('down', 'up')),
        }),
      },
      handler(ctx, { params: { product, product_data, ...price } }) {
        if ((product === undefined) === (product_data === undefined)) {
          throw invalidRequest('You must specify exactly one of `product` or `product_data`.', {
            code: product === undefined ? 'parameter_missing' : 'parameters_exclusive',
            param: 'product',
          });
        }
        if (product !== undefined) {
          const { id } = ctx.need(ctx.tables.products, 'product', product, 'product');
          return createPrice(ctx, { ...price, product: id });
        }
        const { name = '', ...fields } = product_data ?? {};
        return createPrice(ctx, { ...price, product: createProduct(ctx, name, fields).id });
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: {
        ...listParams,
        active: p.boolean(),
        currency: p.currency(),
        lookup_keys: p.array(p.string(), { max: 10 }),
        product: p.string(),
        recurring: p.object({
          interval: p.enumOf('day', 'month', 'week', 'year'),
          meter: p.string(),
          usage_type: p.enumOf('licensed', 'metered'),
        }),
        type: p.enumOf('one_time', 'recurring'),
      },
      handler(ctx, { params }) {
        const { active, currency, lookup_keys, product, recurring, type } = params;
        return listOf<PriceRecord>(params, {
          url,
          label: 'price',
          source: product === undefined ? ctx.tables.prices.newestFirst() : ctx.tables.prices.by('product', product),
          where: (price) =>
            (active === undefined || price.active === active) &&
            (currency === undefined || price.currency === currency) &&
            (lookup_keys === undefined || (price.lookup_key !== null && lookup_keys.includes(price.lookup_key))) &&
            (type === undefined || price.type === type) &&
            (recurring?.interval === undefined || price.recurring?.interval === recurring.interval) &&
            (recurring?.meter === undefined || price.recurring?.meter === recurring.meter) &&
            (recurring?.usage_type === undefined || price.recurring?.usage_type === recurring.usage_type),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/prices/search',
      params: searchParams,
      handler: (ctx, { params }) =>
        searchOf<PriceRecord>(params, {
          url: '/v1/prices/search',
          source: ctx.tables.prices.newestFirst(),
          fields: {
            active: (price) => price.active,
            currency: (price) => price.currency,
            lookup_key: (price) => price.lookup_key,
            metadata: (price, key) => price.metadata[key],
            product: (price) => price.product,
            type: (price) => price.type,
          },
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/prices/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.prices, 'price', id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/prices/:id',
      params: {
        active: p.boolean(),
        lookup_key: clearable(p.string({ max: 200 })),
        metadata: p.metadata(),
        nickname: clearable(p.string()),
        tax_behavior: taxBehavior,
        transfer_lookup_key: p.boolean(),
      },
      handler(ctx, { id, params }) {
        const price = ctx.need(ctx.tables.prices, 'price', id);
        const { active, lookup_key, metadata, nickname, tax_behavior, transfer_lookup_key } = params;
        const patch: Partial<PriceRecord> = {};
        if (active !== undefined) patch.active = active;
        if (nickname !== undefined) patch.nickname = nickname;
        if (tax_behavior !== undefined) patch.tax_behavior = tax_behavior;
        if (metadata !== undefined) patch.metadata = mergeMetadata(price.metadata, metadata);
        if (lookup_key !== undefined) {
          patch.lookup_key = claimLookupKey(ctx, lookup_key ?? undefined, transfer_lookup_key === true, id);
        }
        return updatePrice(ctx, price, patch);
      },
    }),
  ],
  expandables: {
    'price.product': reference('product', (ctx, id) => ctx.tables.products.get(id)),
    'price.tiers': included<PriceRecord>('*', (ctx, price) => ctx.tables.priceTiers.get(price.id)?.tiers ?? null),
    'price.currency_options': included<PriceRecord>('*', (_, price) => currencyOptions(price)),
  },
};

/** Here a price has only its own currency. */
function currencyOptions(price: PriceRecord): NonNullable<PriceRecord['currency_options']> {
  const { currency, custom_unit_amount, tax_behavior, unit_amount, unit_amount_decimal } = price;
  return { [currency]: { custom_unit_amount, tax_behavior, unit_amount, unit_amount_decimal } };
}
