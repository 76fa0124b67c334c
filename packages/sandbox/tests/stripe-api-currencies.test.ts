import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

// https://docs.stripe.com/currencies: zero-decimal, three-decimal and special cases.
let world: BillingWorld;
beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());

const described = async (currency: string, amount: number) => {
  const price = await world.price('Plan', amount, { interval: 'month' }, currency);
  const preview = await world.client.invoices.createPreview({
    customer: await world.customer(),
    currency,
    subscription_details: { items: [{ price }] },
  });
  return preview.lines.data[0]?.description?.replace(/\u00a0/g, ' ');
};

test.each([
  ['jpy', 500, '1 × Plan (at ¥500 / month)'],
  ['huf', 990_000, '1 × Plan (at HUF 9,900.00 / month)'],
  ['isk', 50_000, '1 × Plan (at ISK 500.00 / month)'],
  ['ugx', 50_000, '1 × Plan (at UGX 500.00 / month)'],
  ['kwd', 5_120, '1 × Plan (at KWD 5.120 / month)'],
  ['clp', 9_900, '1 × Plan (at CLP 9,900 / month)'],
])('amounts in %s', async (currency, amount, words) => {
  expect(await described(currency, amount)).toBe(words);
});

test('króna and shilling amounts must be whole units, dinar amounts must end in 0', async () => {
  const price = (currency: string, unit_amount: number) =>
    refusal(world.client.prices.create({ currency, unit_amount, product_data: { name: 'Plan' } }));
  expect(await price('isk', 50_050)).toMatchObject({ code: 'invalid_charge_amount_no_decimal_compatible' });
  expect(await price('ugx', 50_050)).toMatchObject({ code: 'invalid_charge_amount_no_decimal_compatible' });
  expect(await price('kwd', 5_124)).toMatchObject({ statusCode: 400, param: 'unit_amount' });
  const intent = world.client.paymentIntents.create({ amount: 5_124, currency: 'kwd' });
  expect(await refusal(intent)).toMatchObject({ statusCode: 400, param: 'amount' });
});
