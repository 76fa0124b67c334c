import { invalidRequest } from '../api/errors';
import { reference } from '../api/expand';
import { listOf, listParams } from '../api/list';
import { clearable, p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { searchOf, searchParams } from '../api/search';
import type { ProductRecord } from '../api/tables';
import { createPrice } from '../prices/create';
import { priceAmount, recurringFields } from '../prices/fields';
import { createProduct, productPatch } from './create';
import { productFields } from './fields';

const url = '/v1/products';

const defaultPrice = p.object({
  ...priceAmount,
  currency: required(p.currency()),
  metadata: p.metadata(),
  recurring: p.object(recurringFields),
  tax_behavior: p.enumOf('exclusive', 'inclusive', 'unspecified'),
});

export const products: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: '/v1/products',
      params: {
        ...productFields,
        name: required(p.string({ max: 250 })),
        id: p.string(),
        default_price_data: defaultPrice,
        type: p.enumOf('good', 'service'),
      },
      handler(ctx, { params: { name, default_price_data, type: _, ...fields } }) {
        const product = createProduct(ctx, name, fields);
        if (!default_price_data) return product;
        const price = createPrice(ctx, { ...default_price_data, product: product.id });
        return ctx.tables.products.put(product.id, { ...product, default_price: price.id });
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: {
        ...listParams,
        active: p.boolean(),
        ids: p.array(p.string(), { max: 100 }),
        shippable: p.boolean(),
        url: p.string(),
        type: p.enumOf('good', 'service'),
      },
      handler: (ctx, { params }) =>
        listOf<ProductRecord>(params, {
          url,
          label: 'product',
          source: ctx.tables.products.newestFirst(),
          where: (product) =>
            (params.active === undefined || product.active === params.active) &&
            (params.shippable === undefined || product.shippable === params.shippable) &&
            (params.url === undefined || product.url === params.url) &&
            (params.type === undefined || product.type === params.type) &&
            (params.ids === undefined || params.ids.includes(product.id)),
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/products/search',
      params: searchParams,
      handler: (ctx, { params }) =>
        searchOf<ProductRecord>(params, {
          url: '/v1/products/search',
          source: ctx.tables.products.newestFirst(),
          fields: {
            active: (product) => product.active,
            description: (product) => product.description,
            metadata: (product, key) => product.metadata[key],
            name: (product) => product.name,
            shippable: (product) => product.shippable,
            url: (product) => product.url,
          },
        }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/products/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.products, 'product', id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/products/:id',
      params: { ...productFields, name: p.string({ max: 250 }), default_price: clearable(p.string()) },
      handler(ctx, { id, params: { name, default_price, ...fields } }) {
        const product = ctx.need(ctx.tables.products, 'product', id);
        const patch = productPatch(fields, product.metadata);
        if (name !== undefined) patch.name = name;
        if (default_price !== undefined) patch.default_price = default_price;
        if (typeof default_price === 'string') {
          const price = ctx.need(ctx.tables.prices, 'price', default_price, 'default_price');
          if (price.product !== id) {
            throw invalidRequest(`The price ${price.id} does not belong to this product.`, { param: 'default_price' });
          }
        }
        return ctx.update(ctx.tables.products, product, { ...patch, updated: ctx.now() }, 'product.updated');
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/products/:id',
      handler(ctx, { id }) {
        const product = ctx.need(ctx.tables.products, 'product', id);
        if (ctx.tables.prices.by('product', id).length > 0) {
          throw invalidRequest('This product cannot be deleted because it has one or more user-created prices.', {
            param: 'id',
          });
        }
        ctx.tables.products.remove(id);
        ctx.emit('product.deleted', product);
        return { id, object: 'product', deleted: true };
      },
    }),
  ],
  expandables: { 'product.default_price': reference('price', (ctx, id) => ctx.tables.prices.get(id)) },
};
