import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStripeWorld, refusal, type StripeWorld } from './stripe-api-world';

let stripe: StripeWorld;
const ids: string[] = [];
beforeAll(async () => {
  stripe = await openStripeWorld();
  for (let i = 0; i < 25; i++) {
    const { id } = await stripe.client.customers.create({
      email: `person${i}@example.com`,
      name: `Person ${i}`,
      metadata: { half: i < 12 ? 'first' : 'second' },
    });
    ids.unshift(id);
    if (i === 12) await stripe.advance(100);
  }
});
afterAll(() => stripe.close());

describe('pages', () => {
  test('are sorted newest first, ten per page', async () => {
    const page = await stripe.client.customers.list();
    expect(page.data.map(({ id }) => id)).toEqual(ids.slice(0, 10));
    expect(page).toMatchObject({ object: 'list', has_more: true, url: '/v1/customers' });
  });

  test('continue after an object and before one', async () => {
    const after = await stripe.client.customers.list({ limit: 5, starting_after: ids[4] ?? '' });
    expect(after.data.map(({ id }) => id)).toEqual(ids.slice(5, 10));
    const before = await stripe.client.customers.list({ limit: 5, ending_before: ids[10] ?? '' });
    expect(before.data.map(({ id }) => id)).toEqual(ids.slice(5, 10));
    expect(before.has_more).toBe(true);
    const last = await stripe.client.customers.list({ limit: 20, starting_after: ids[9] ?? '' });
    expect(last).toMatchObject({ has_more: false });
    expect(last.data).toHaveLength(15);
  });

  test('can be auto-paginated by the SDK', async () => {
    const all = await stripe.client.customers.list({ limit: 7 }).autoPagingToArray({ limit: 1000 });
    expect(all.map(({ id }) => id)).toEqual(ids);
  });

  test('reject a limit outside 1 to 100, both cursors, or an unknown cursor', async () => {
    expect((await refusal(stripe.client.customers.list({ limit: 101 }))).code).toBe('parameter_invalid_integer');
    const both = { starting_after: ids[1] ?? '', ending_before: ids[5] ?? '' };
    expect((await refusal(stripe.client.customers.list(both))).statusCode).toBe(400);
    const nowhere = await refusal(stripe.client.customers.list({ starting_after: 'cus_nowhere' }));
    expect(nowhere).toMatchObject({ statusCode: 400, param: 'starting_after', code: 'resource_missing' });
  });

  test('can be filtered by creation time', async () => {
    const later = stripe.now();
    expect((await stripe.client.customers.list({ created: { gte: later }, limit: 100 })).data).toHaveLength(12);
    expect((await stripe.client.customers.list({ created: { lt: later }, limit: 100 })).data).toHaveLength(13);
    expect((await stripe.client.customers.list({ created: later, limit: 100 })).data).toHaveLength(12);
  });
});

describe('search', () => {
  test('matches exact values, substrings, metadata, and combinations', async () => {
    const find = async (query: string) =>
      (await stripe.client.customers.search({ query, limit: 100 })).data.map(({ name }) => name);
    expect(await find('email:"person3@example.com"')).toEqual(['Person 3']);
    expect(await find("name~'person 2'")).toHaveLength(6);
    expect(await find('metadata["half"]:"first" AND name~"Person 1"')).toEqual(['Person 11', 'Person 10', 'Person 1']);
    expect(await find('email:"person3@example.com" OR email:"person4@example.com"')).toEqual(['Person 4', 'Person 3']);
    expect(await find('-metadata["half"]:"first"')).toHaveLength(13);
    expect(await find(`created<${stripe.now()}`)).toHaveLength(13);
    expect(await find('phone:null')).toHaveLength(25);
  });

  test('is paginated with a token', async () => {
    const all = await stripe.client.customers
      .search({ query: 'name~"Person"', limit: 10 })
      .autoPagingToArray({ limit: 100 });
    expect(all.map(({ id }) => id)).toEqual(ids);
  });

  test('rejects invalid queries and unsupported fields', async () => {
    expect((await refusal(stripe.client.customers.search({ query: 'name is Ada' }))).message).toMatch(
      /unable to parse/,
    );
    expect((await refusal(stripe.client.customers.search({ query: 'shoe:"42"' }))).message).toMatch(
      /unsupported search field/,
    );
    const mixed = 'name:"a" AND name:"b" OR name:"c"';
    expect((await refusal(stripe.client.customers.search({ query: mixed }))).statusCode).toBe(400);
  });
});

describe('expansion', () => {
  test('replaces an id with its object, through lists and objects', async () => {
    const product = await stripe.client.products.create({
      name: 'Pro',
      default_price_data: { currency: 'usd', unit_amount: 900 },
    });
    const { data } = await stripe.client.prices.list({ product: product.id, expand: ['data.product.default_price'] });
    expect(data[0]).toMatchObject({
      product: { id: product.id, default_price: { object: 'price', unit_amount: 900 } },
    });
  });

  test('adds an includable property only on request', async () => {
    const [id = ''] = ids;
    expect(await stripe.client.customers.retrieve(id)).not.toHaveProperty('tax_ids');
    const { tax_ids } = (await stripe.client.customers.retrieve(id, { expand: ['tax_ids'] })) as { tax_ids?: object };
    expect(tax_ids).toMatchObject({ object: 'list', data: [], total_count: 0 });
  });

  test('rejects a wrong path, regardless of the data', async () => {
    const [id = ''] = ids;
    for (const expand of ['foo', 'invoice_settings.default_payment_method.card', 'email', 'data.email']) {
      const error = await refusal(stripe.client.customers.retrieve(id, { expand: [expand] }));
      expect(error.message).toBe(`This property cannot be expanded (${expand}).`);
    }
    const list = await refusal(stripe.client.customers.list({ expand: ['default_source'] }));
    expect(list.message).toBe('This property cannot be expanded (default_source).');
  });

  test('is limited to four levels', async () => {
    const { id } = await stripe.client.paymentIntents.create({
      amount: 500,
      currency: 'usd',
      payment_method: 'pm_card_visa',
      confirm: true,
    });
    const refund = await stripe.client.refunds.create({ payment_intent: id });
    const four = 'payment_intent.latest_charge.payment_intent.latest_charge';
    const deep = await stripe.client.refunds.retrieve(refund.id, { expand: [four] });
    expect(deep.payment_intent).toMatchObject({
      latest_charge: { payment_intent: { latest_charge: { object: 'charge' } } },
    });
    const error = await refusal(stripe.client.refunds.retrieve(refund.id, { expand: [`${four}.customer`] }));
    expect(error.message).toMatch(/cannot expand more than 4 levels/);
  });
});
