import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { type ParamsOf, p, required } from '../api/params';
import type { PriceRecord } from '../api/tables';
import { createPrice } from '../prices/create';
import { recurringFields } from '../prices/fields';
import { createProduct } from '../products/create';

/** An inline price. `product_data` is only for Checkout; elsewhere the product must exist. */
export const priceData = {
  currency: required(p.currency()),
  product: p.string(),
  product_data: p.object({
    name: required(p.string({ max: 250 })),
    description: p.string(),
    images: p.array(p.string(), { max: 8 }),
    metadata: p.metadata(),
    tax_code: p.string(),
    unit_label: p.string({ max: 12 }),
  }),
  recurring: p.object({ interval: recurringFields.interval, interval_count: recurringFields.interval_count }),
  tax_behavior: p.enumOf('exclusive', 'inclusive', 'unspecified'),
  unit_amount: p.integer({ min: 0, max: 99_999_999 }),
  unit_amount_decimal: p.decimal({ min: 0 }),
};

export interface PriceParams {
  price?: string | undefined;
  price_data?: ParamsOf<typeof priceData> | undefined;
}

export interface PriceRules {
  /** Only this type is accepted; defaults to both. */
  type?: 'one_time' | 'recurring';
  /** An inactive price is accepted, because the item already has it. */
  inactive?: boolean;
}

/**
 * The price of a parameter.
 * @throws 400 for a price that doesn't exist, is archived, or has the wrong type
 */
export function requestedPrice(
  ctx: StripeContext,
  requested: PriceParams,
  param: string,
  rules: PriceRules = {},
): PriceRecord {
  if (requested.price_data) return fromData(ctx, requested.price_data, param);
  if (requested.price === undefined) {
    throw invalidRequest(`Missing required param: ${param}[price].`, {
      code: 'parameter_missing',
      param: `${param}[price]`,
    });
  }
  const price = ctx.need(ctx.tables.prices, 'price', requested.price, `${param}[price]`);
  if (!price.active && !rules.inactive) {
    throw invalidRequest('The price specified is inactive. This field only accepts active prices.', {
      param: `${param}[price]`,
    });
  }
  if (rules.type !== undefined && price.type !== rules.type) {
    throw invalidRequest(
      `The price specified is set to \`type=${price.type}\` but this field only accepts prices with \`type=${rules.type}\`.`,
      { param: `${param}[price]` },
    );
  }
  return price;
}

function fromData(ctx: StripeContext, data: NonNullable<PriceParams['price_data']>, param: string): PriceRecord {
  const { product, product_data, ...price } = data;
  if ((product === undefined) === (product_data === undefined)) {
    throw invalidRequest('You must specify exactly one of `product` or `product_data`.', {
      param: `${param}[price_data][product]`,
    });
  }
  const { name = '', ...fields } = product_data ?? {};
  const owner =
    product === undefined
      ? createProduct(ctx, name, fields)
      : ctx.need(ctx.tables.products, 'product', product, `${param}[price_data][product]`);
  return createPrice(ctx, { ...price, product: owner.id });
}
