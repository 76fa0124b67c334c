import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  world.delivered.length = 0;
  products = await makeCatalog(world.client);
});

/** Lifetime and seven credit packs, 20 % tax: 358.80 and 84.00. */
const twoItems = () =>
  buy(world, products.lifetime, undefined, {
    product_cart: [
      { product_id: products.lifetime, quantity: 1 },
      { product_id: products.credits, quantity: 7 },
    ],
    billing_address: { country: 'FR' },
  });

const refused = (code: string) => expect.objectContaining({ status: 400, error: expect.objectContaining({ code }) });

test('one of two items is refunded, then the rest, and never more than was paid', async () => {
  const { client } = world;
  const { payment_id } = await twoItems();
  await world.types();
  const first = await client.refunds.create({ payment_id, items: [{ item_id: products.credits }] });
  expect(first).toMatchObject({ amount: 8400, is_partial: true, status: 'pending' });
  await world.advance(0, 1);
  expect(await world.types()).toEqual(['refund.succeeded']);
  const after = await client.payments.retrieve(payment_id);
  expect(after).toMatchObject({
    refund_status: 'partial',
    refunds: [{ refund_id: first.refund_id, status: 'succeeded' }],
  });
  const lines = await client.payments.retrieveLineItems(payment_id);
  expect(lines.items.map((item) => item.refundable_amount)).toEqual([35_880, 0]);

  await expect(client.refunds.create({ payment_id, items: [{ item_id: products.credits }] })).rejects.toEqual(
    refused('LINE_ITEM_FULLY_REFUNDED'),
  );
  await expect(
    client.refunds.create({ payment_id, items: [{ item_id: products.lifetime, amount: 35_881 }] }),
  ).rejects.toEqual(refused('LINE_ITEM_REFUND_AMOUNT_TOO_HIGH'));
  expect(
    (
      await client.refunds.create({
        payment_id,
        items: [{ item_id: products.lifetime, amount: 1000, tax_inclusive: false }],
      })
    ).amount,
  ).toBe(1200);
  const rest = await client.refunds.create({ payment_id });
  expect(rest.amount).toBe(34_680);
  await expect(client.refunds.create({ payment_id })).rejects.toEqual(refused('EXISTING_REFUND_REQUEST_PROCESSING'));
  await world.advance(0, 2);
  expect((await client.payments.retrieve(payment_id)).refund_status).toBe('full');
  await expect(client.refunds.create({ payment_id })).rejects.toEqual(refused('PAYMENT_ALREADY_REFUNDED'));
});

test('impossible refunds are rejected with a reason', async () => {
  const { client } = world;
  const { payment_id } = await twoItems();
  await expect(client.refunds.create({ payment_id, items: [{ item_id: 'pdt_none' }] })).rejects.toEqual(
    refused('LINE_ITEM_NOT_FOUND'),
  );
  const twice = [{ item_id: products.credits }, { item_id: products.credits }];
  await expect(client.refunds.create({ payment_id, items: twice })).rejects.toEqual(
    refused('DUPLICATE_LINE_ITEMS_IN_REQUEST'),
  );
  await expect(
    client.refunds.create({ payment_id, items: [{ item_id: products.credits, amount: 0 }] }),
  ).rejects.toEqual(refused('LINE_ITEM_REFUND_AMOUNT_TOO_LOW'));
  const trial = await buy(world, products.trial);
  await expect(client.refunds.create({ payment_id: trial.payment_id })).rejects.toEqual(
    refused('ZERO_AMOUNT_PAYMENT_REFUND_NOT_ALLOWED'),
  );
  await expect(client.refunds.create({ payment_id: 'pay_none' })).rejects.toMatchObject({ status: 404 });
  await world.advance(31);
  await expect(client.refunds.create({ payment_id })).rejects.toEqual(refused('REFUND_WINDOW_EXPIRED'));
  await world.switches({ refund_window_days: '90' });
  expect((await client.refunds.create({ payment_id })).status).toBe('pending');
});

test('a failed refund releases its amount, so that it can be retried', async () => {
  const { client } = world;
  const { payment_id } = await buy(world, products.lifetime);
  await world.control('dodo/refunds/fail-next', { count: 1 });
  const failed = await client.refunds.create({ payment_id });
  await world.advance(0, 1);
  expect((await client.refunds.retrieve(failed.refund_id)).status).toBe('failed');
  expect(await world.types()).toContain('refund.failed');
  expect((await client.payments.retrieve(payment_id)).refund_status).toBeNull();
  const again = await client.refunds.create({ payment_id });
  await world.advance(0, 1);
  expect((await client.refunds.retrieve(again.refund_id)).status).toBe('succeeded');
});

test('a refund does not change the subscription', async () => {
  const { client } = world;
  const { payment_id, subscriptionId } = await buy(world, products.pro);
  await client.refunds.create({ payment_id });
  await world.advance(0, 1);
  expect((await client.subscriptions.retrieve(subscriptionId)).status).toBe('active');
});

test.each(['won', 'lost', 'accepted', 'cancelled'] as const)('a dispute is opened, and %s', async (outcome) => {
  const { client } = world;
  const { payment_id } = await buy(world, products.lifetime);
  await world.types();
  const { dispute_id } = await world.control<{ dispute_id: string }>(`dodo/payments/${payment_id}/dispute`, {
    reason: 'Not as described',
  });
  await expect(world.control(`dodo/payments/${payment_id}/dispute`)).rejects.toThrow('DISPUTE_EXISTS');
  await world.control(`dodo/disputes/${dispute_id}/${outcome}`);
  expect(await client.disputes.retrieve(dispute_id)).toMatchObject({
    dispute_status: `dispute_${outcome}`,
    reason: 'Not as described',
    amount: '29900',
  });
  expect(await world.types()).toEqual(['dispute.opened', `dispute.${outcome}`].sort());
  await expect(world.control(`dodo/disputes/${dispute_id}/won`)).rejects.toThrow('cannot be won');
});

test('a dispute without a response expires after four days', async () => {
  const { payment_id } = await buy(world, products.lifetime);
  const { dispute_id } = await world.control<{ dispute_id: string }>(`dodo/payments/${payment_id}/dispute`);
  await world.advance(4, 1);
  expect((await world.client.disputes.retrieve(dispute_id)).dispute_status).toBe('dispute_expired');
});

test('a payout adds up: payments less tax, fees, refunds, and chargebacks', async () => {
  const { payment_id } = await twoItems();
  await buy(world, products.pro);
  await world.client.refunds.create({ payment_id, items: [{ item_id: products.credits }] });
  await world.advance(0, 1);
  const payout = await world.control<{
    amount: number;
    fee: number;
    tax: number;
    refunds: number;
    chargebacks: number;
  }>('dodo/payouts');
  expect(payout).toMatchObject({ tax: 7380, refunds: 8400, chargebacks: 0 });
  expect(payout.amount).toBe(44_280 + 2900 - payout.tax - payout.fee - payout.refunds);
});
