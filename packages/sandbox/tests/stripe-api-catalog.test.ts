import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
beforeAll(async () => {
  stripe = await openStripeWorld();
});
afterAll(() => stripe.close());

const product = (params: Partial<Stripe.ProductCreateParams> = {}) =>
  stripe.client.products.create({ name: 'Pro', ...params });

describe('products', () => {
  test('keep their parameters, with a custom id', async () => {
    const made = await product({
      id: 'pro_of_tests',
      description: 'For teams',
      marketing_features: [{ name: 'Seats' }],
      unit_label: 'seat',
      metadata: { app: 'tollgate' },
    });
    expect(await stripe.client.products.retrieve('pro_of_tests')).toMatchObject({
      id: 'pro_of_tests',
      active: true,
      description: 'For teams',
      marketing_features: [{ name: 'Seats' }],
      unit_label: 'seat',
      metadata: { app: 'tollgate' },
      type: 'service',
      created: made.created,
    });
    expect((await refusal(product({ id: 'pro_of_tests' }))).code).toBe('resource_already_exists');
  });

  test('can be updated, cleared, archived, and searched', async () => {
    const { id } = await product({ description: 'Old', metadata: { find: 'me' } });
    const changed = await stripe.client.products.update(id, { description: '', active: false, name: 'Professional' });
    expect(changed).toMatchObject({ description: null, active: false, name: 'Professional' });
    const archived = await stripe.client.products.list({ active: false });
    expect(archived.data.map((each) => each.id)).toContain(id);
    const found = await stripe.client.products.search({ query: 'metadata["find"]:"me" AND active:"false"' });
    expect(found.data.map((each) => each.id)).toEqual([id]);
    expect((await stripe.client.products.list({ ids: [id, 'pro_of_tests'] })).data).toHaveLength(2);
  });

  test('can only be deleted without prices', async () => {
    const free = await product();
    expect(await stripe.client.products.del(free.id)).toEqual({ id: free.id, object: 'product', deleted: true });
    expect((await refusal(stripe.client.products.retrieve(free.id))).statusCode).toBe(404);
    const sold = await product({ default_price_data: { currency: 'usd', unit_amount: 500 } });
    expect((await refusal(stripe.client.products.del(sold.id))).message).toMatch(/user-created prices/);
  });

  test('only accept their own price as the default', async () => {
    const [one, two] = [await product(), await product()];
    const price = await stripe.client.prices.create({ product: two.id, currency: 'usd', unit_amount: 100 });
    expect((await refusal(stripe.client.products.update(one.id, { default_price: price.id }))).param).toBe(
      'default_price',
    );
    expect((await stripe.client.products.update(two.id, { default_price: price.id })).default_price).toBe(price.id);
  });
});

describe('prices', () => {
  const price = (params: Partial<Stripe.PriceCreateParams>) =>
    stripe.client.prices.create({ currency: 'usd', product_data: { name: 'Made along' }, ...params });

  test('can be one-time, recurring, tiered, with decimals, or chosen by the customer', async () => {
    expect(await price({ unit_amount: 900 })).toMatchObject({ type: 'one_time', recurring: null, unit_amount: 900 });
    expect(await price({ unit_amount: 0, recurring: { interval: 'year' } })).toMatchObject({
      type: 'recurring',
      recurring: { interval: 'year', interval_count: 1, usage_type: 'licensed', trial_period_days: null },
    });
    const fine = await stripe.raw(
      'POST',
      '/v1/prices',
      'currency=usd&unit_amount_decimal=0.50&product_data[name]=Fine',
    );
    expect(fine.json).toMatchObject({ unit_amount: null, unit_amount_decimal: '0.5' });
    const chosen = await price({ custom_unit_amount: { enabled: true, minimum: 100 } });
    expect(chosen).toMatchObject({
      unit_amount: null,
      custom_unit_amount: { minimum: 100, maximum: null, preset: null },
    });
    const tiered = await price({
      billing_scheme: 'tiered',
      tiers_mode: 'graduated',
      recurring: { interval: 'month' },
      tiers: [
        { up_to: 5, unit_amount: 500 },
        { up_to: 'inf', unit_amount: 400, flat_amount: 100 },
      ],
    });
    expect(tiered).not.toHaveProperty('tiers');
    const shown = await stripe.client.prices.retrieve(tiered.id, { expand: ['tiers', 'currency_options'] });
    expect(shown.tiers).toMatchObject([
      { up_to: 5, unit_amount: 500 },
      { up_to: null, unit_amount: 400, flat_amount: 100 },
    ]);
    expect(String(shown.tiers?.[0]?.unit_amount_decimal)).toBe('500');
    expect(Object.keys(shown.currency_options ?? {})).toEqual(['usd']);
  });

  test('need exactly one amount and one product', async () => {
    expect((await refusal(price({}))).code).toBe('parameter_missing');
    expect((await refusal(price({ unit_amount: 1, custom_unit_amount: { enabled: true } }))).code).toBe(
      'parameters_exclusive',
    );
    const both = { product: 'prod_x', product_data: { name: 'x' }, unit_amount: 1 };
    expect((await refusal(price(both))).code).toBe('parameters_exclusive');
    const missing = await refusal(stripe.client.prices.create({ currency: 'usd', unit_amount: 1, product: 'prod_x' }));
    expect(missing).toMatchObject({ statusCode: 400, param: 'product', message: "No such product: 'prod_x'" });
  });

  test('are found by lookup key, which belongs to one price at a time', async () => {
    const first = await price({ unit_amount: 900, lookup_key: 'pro' });
    expect((await refusal(price({ unit_amount: 1000, lookup_key: 'pro' }))).message).toMatch(
      /already uses that lookup key/,
    );
    const second = await price({ unit_amount: 1000, lookup_key: 'pro', transfer_lookup_key: true });
    const { data } = await stripe.client.prices.list({ lookup_keys: ['pro', 'other'] });
    expect(data.map(({ id }) => id)).toEqual([second.id]);
    expect((await stripe.client.prices.retrieve(first.id)).lookup_key).toBeNull();
  });

  test('keep their amount; nickname, key, and active status may change', async () => {
    const { id } = await price({ unit_amount: 900, recurring: { interval: 'month' } });
    const amount = await stripe.raw('POST', `/v1/prices/${id}`, 'unit_amount=1');
    expect(amount.json.error.code).toBe('parameter_unknown');
    await stripe.types();
    const changed = await stripe.client.prices.update(id, { active: false, nickname: 'old' });
    expect(changed).toMatchObject({ active: false, nickname: 'old', unit_amount: 900 });
    expect(await stripe.types()).toEqual(['price.updated', 'plan.updated']);
    const active = await stripe.client.prices.list({
      active: true,
      type: 'recurring',
      recurring: { interval: 'month' },
    });
    expect(active.data.map((each) => each.id)).not.toContain(id);
  });
});

describe('plans, the legacy name of recurring prices', () => {
  test('are also prices', async () => {
    const plan = await stripe.client.plans.create({
      id: 'gold',
      currency: 'usd',
      interval: 'month',
      amount: 2000,
      product: { name: 'Gold' },
    });
    expect(plan).toMatchObject({ id: 'gold', object: 'plan', amount: 2000, interval: 'month' });
    expect(await stripe.client.prices.retrieve('gold')).toMatchObject({
      unit_amount: 2000,
      recurring: { interval: 'month' },
    });
    expect((await stripe.client.plans.list({ product: String(plan.product) })).data).toHaveLength(1);
    expect((await stripe.client.plans.update('gold', { nickname: 'Gold' })).nickname).toBe('Gold');
    expect(await stripe.client.plans.del('gold')).toEqual({ id: 'gold', object: 'plan', deleted: true });
  });
});

describe('coupons and promotion codes', () => {
  test('a coupon takes off a percentage or an amount, once, for months, or forever', async () => {
    const part = await stripe.client.coupons.create({
      percent_off: 12.5,
      duration: 'repeating',
      duration_in_months: 3,
      name: 'Spring',
    });
    expect(part).toMatchObject({
      percent_off: 12.5,
      amount_off: null,
      duration_in_months: 3,
      valid: true,
      times_redeemed: 0,
    });
    const amount = await stripe.client.coupons.create({
      id: 'TENOFF',
      amount_off: 1000,
      currency: 'usd',
      duration: 'forever',
    });
    expect(await stripe.client.coupons.retrieve('TENOFF')).toMatchObject({
      amount_off: 1000,
      currency: 'usd',
      percent_off: null,
    });
    expect((await stripe.client.coupons.list()).data.map(({ id }) => id)).toEqual([amount.id, part.id]);
    expect((await stripe.client.coupons.update('TENOFF', { name: 'Ten' })).name).toBe('Ten');
    expect(await stripe.client.coupons.del('TENOFF')).toEqual({ id: 'TENOFF', object: 'coupon', deleted: true });
  });

  test.each([
    [{}, 'parameter_missing'],
    [{ percent_off: 10, amount_off: 5, currency: 'usd' }, 'parameters_exclusive'],
    [{ amount_off: 5 }, 'parameter_missing'],
    [{ percent_off: 10, duration: 'repeating' }, 'parameter_missing'],
    [{ percent_off: 101 }, undefined],
  ] as [Stripe.CouponCreateParams, string | undefined][])('%j is not a valid coupon', async (params, code) => {
    expect(await refusal(stripe.client.coupons.create(params))).toMatchObject({ statusCode: 400, code });
  });

  test('an expired coupon is no longer valid', async () => {
    const { id } = await stripe.client.coupons.create({ percent_off: 10, redeem_by: stripe.now() + 60 });
    await stripe.advance(61);
    expect((await stripe.client.coupons.retrieve(id)).valid).toBe(false);
    const code = stripe.client.promotionCodes.create({ promotion: { type: 'coupon', coupon: id } });
    expect((await refusal(code)).code).toBe('coupon_expired');
  });

  test('the products of a coupon are returned when expanded', async () => {
    const { id: shoes } = await product();
    const { id } = await stripe.client.coupons.create({ percent_off: 10, applies_to: { products: [shoes] } });
    expect(await stripe.client.coupons.retrieve(id)).not.toHaveProperty('applies_to');
    expect((await stripe.client.coupons.retrieve(id, { expand: ['applies_to'] })).applies_to).toEqual({
      products: [shoes],
    });
  });

  test('a promotion code is case-insensitive, expires, and can be deactivated', async () => {
    const coupon = await stripe.client.coupons.create({ percent_off: 10 });
    const make = (code: string, more: Partial<Stripe.PromotionCodeCreateParams> = {}) =>
      stripe.client.promotionCodes.create({ promotion: { type: 'coupon', coupon: coupon.id }, code, ...more });
    const code = await make('Welcome', {
      expires_at: stripe.now() + 60,
      max_redemptions: 5,
      restrictions: { first_time_transaction: true },
    });
    expect(code).toMatchObject({ active: true, code: 'Welcome', promotion: { type: 'coupon', coupon: coupon.id } });
    expect((await refusal(make('WELCOME'))).code).toBe('resource_already_exists');
    const [found] = (await stripe.client.promotionCodes.list({ code: 'welcome', expand: ['data.promotion.coupon'] }))
      .data;
    expect(found).toMatchObject({ id: code.id, promotion: { coupon: { percent_off: 10 } } });
    await stripe.advance(61);
    expect((await stripe.client.promotionCodes.retrieve(code.id)).active).toBe(false);
    expect((await stripe.client.promotionCodes.list({ code: 'welcome', active: true })).data).toEqual([]);
    const next = await make('WELCOME');
    expect((await stripe.client.promotionCodes.update(next.id, { active: false })).active).toBe(false);
    expect((await refusal(stripe.client.promotionCodes.update(code.id, { active: true }))).param).toBe('active');
    expect((await stripe.raw('POST', '/v1/promotion_codes', `coupon=${coupon.id}`)).status).toBe(200);
    const endive = await stripe.raw('POST', '/v1/promotion_codes', `coupon=${coupon.id}`, {
      'stripe-version': '2026-10-28.endive',
    });
    expect(endive.json.error.code).toBe('parameter_unknown');
  });
});
