import type DodoPayments from 'dodopayments';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { buy, type DodoWorld, makeCatalog, openDodoWorld } from './dodo-world';
import { sdkKeys } from './sdk-keys';

let world: DodoWorld;
let products: Awaited<ReturnType<typeof makeCatalog>>;

beforeAll(async () => {
  world = await openDodoWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  products = await makeCatalog(world.client);
  world.delivered.length = 0;
});

const FAILS_LATER = '4000000000000341';
const subscription = (id: string) => world.client.subscriptions.retrieve(id);
const amounts = async (id: string) =>
  (await world.client.payments.list({ subscription_id: id, page_number: 0 })).items.map(
    ({ status, total_amount }) => `${total_amount} ${status}`,
  );

describe('a subscription created by the business', () => {
  const made = (customer_id: string, more: Partial<DodoPayments.SubscriptionCreateParams> = {}) =>
    world.client.subscriptions.create({
      product_id: products.pro,
      quantity: 2,
      customer: { customer_id },
      billing: { country: 'HU' },
      ...more,
    });

  test('is charged to the saved card immediately, with the tax of the country', async () => {
    const { customerId } = await buy(world, products.starter);
    const { items } = await world.client.customers.retrievePaymentMethods(customerId);
    const created = await made(customerId, { payment_method_id: items[0]?.payment_method_id ?? '' });
    expect(created).toMatchObject({ payment_link: null, recurring_pre_tax_amount: 5800 });
    expect(await subscription(created.subscription_id)).toMatchObject({ status: 'active', quantity: 2, metadata: {} });
    expect(await amounts(created.subscription_id)).toEqual(['7366 succeeded']);
  });

  test('waits for its payment link, and fails when it is not paid within a day', async () => {
    const { customerId } = await buy(world, products.starter);
    const { subscription_id, payment_link } = await made(customerId, { payment_link: true });
    expect((await subscription(subscription_id)).status).toBe('pending');
    await world.advance(1, 1);
    expect((await subscription(subscription_id)).status).toBe('failed');
    expect(await (await fetch(payment_link ?? '')).text()).toContain('Not paid');
  });

  test('a card of another customer is rejected', async () => {
    const first = await buy(world, products.starter);
    const second = await buy(world, products.starter, undefined, { customer: { email: 'b@example.com', name: 'B' } });
    const { items } = await world.client.customers.retrievePaymentMethods(second.customerId);
    expect(items).toEqual([]);
    await expect(made(first.customerId, { payment_method_id: 'pm_nobody' })).rejects.toMatchObject({ status: 404 });
  });

  test('a customer can only have one subscription if the business says so', async () => {
    await world.switches({ multiple_subscriptions: 'refused' });
    const { customerId } = await buy(world, products.starter);
    const refused = { error: { code: 'CUSTOMER_HAS_EXISTING_SUBSCRIPTION' } };
    await expect(made(customerId)).rejects.toMatchObject(refused);
    const session = (product_id: string) =>
      world.client.checkoutSessions.create({
        product_cart: [{ product_id, quantity: 1 }],
        customer: { customer_id: customerId },
      });
    await expect(session(products.pro)).rejects.toMatchObject(refused);
    expect((await session(products.credits)).session_id).toMatch(/^cks_/);
  });
});

test('a payment link has no metadata of ours, and finds the customer by email', async () => {
  const { customerId } = await buy(world, products.starter);
  const link = `${world.url}/pay/dodo/buy/${products.lifetime}?quantity=1&email=ada@example.com&metadata_source=mail`;
  expect((await fetch(link)).status).toBe(200);
  const page = await fetch(link, { method: 'POST' });
  const id = page.url.split('/').pop() ?? '';
  const { payment_id } = await world.pay(id);
  expect(await world.client.payments.retrieve(payment_id)).toMatchObject({
    customer: { customer_id: customerId },
    metadata: { source: 'mail' },
    product_cart: [{ product_id: products.lifetime, quantity: 1 }],
  });
  expect((await fetch(`${link}&disableEmail=true`)).status).toBe(400);
});

describe('a failed renewal that is retried manually', () => {
  test('is charged to the saved card until it succeeds, with one payment per attempt', async () => {
    const { subscriptionId } = await buy(world, products.starter, FAILS_LATER);
    await world.advance(32);
    const [failed] = (await world.client.payments.list({ subscription_id: subscriptionId, page_number: 0 })).items;
    const id = failed?.payment_id ?? '';
    const state = await world.client.payments.retrieveRetryState(id);
    expect(Object.keys(state).sort()).toEqual(sdkKeys('payments', 'ManualRetryState'));
    expect(state).toMatchObject({ can_retry: true, sends_used: 0, sends_allowed: 10 });
    const sent = await world.client.payments.retry(id);
    expect(Object.keys(sent).sort()).toEqual(sdkKeys('payments', 'ManualRetry'));
    expect(sent).toMatchObject({ status: 'failed', retry_attempt: 1 });
    for (let i = 0; i < 9; i += 1) await world.client.payments.retry(id);
    await expect(world.client.payments.retry(id)).rejects.toMatchObject({
      error: { code: 'SUBSCRIPTION_PAYMENT_RETRY_LIMIT_EXCEEDED' },
    });
    expect((await subscription(subscriptionId)).status).toBe('on_hold');
  });

  test('succeeds and reactivates the subscription; a paid one can’t be retried', async () => {
    const { subscriptionId, payment_id } = await buy(world, products.starter);
    await world.control(`dodo/subscriptions/${subscriptionId}/fail-next`, { count: 1 });
    await world.advance(32);
    const [failed] = (await world.client.payments.list({ subscription_id: subscriptionId, page_number: 0 })).items;
    expect(await world.client.payments.retry(failed?.payment_id ?? '')).toMatchObject({ status: 'succeeded' });
    expect((await subscription(subscriptionId)).status).toBe('active');
    await expect(world.client.payments.retry(payment_id)).rejects.toMatchObject({ status: 422 });
  });
});

describe('a customer’s wallet', () => {
  const entry = (id: string, body: Partial<DodoPayments.Customers.Wallets.LedgerEntryCreateParams>) =>
    world.client.customers.wallets.ledgerEntries.create(id, {
      amount: 500,
      currency: 'USD',
      entry_type: 'credit',
      ...body,
    });

  test('pays a renewal before the card does, with a ledger entry', async () => {
    const { customerId, subscriptionId } = await buy(world, products.starter);
    expect(await entry(customerId, { idempotency_key: 'gift' })).toMatchObject({ balance: 500 });
    expect(await entry(customerId, { idempotency_key: 'gift' })).toMatchObject({ balance: 500 });
    await world.advance(32);
    expect(await amounts(subscriptionId)).toEqual(['400 succeeded', '900 succeeded']);
    const { items, total_balance_usd } = await world.client.customers.wallets.list(customerId);
    expect(items.map(({ currency, balance }) => `${balance} ${currency}`)).toEqual(['0 USD', '0 INR']);
    expect(total_balance_usd).toBe(0);
    const ledger = await world.client.customers.wallets.ledgerEntries.list(customerId, { page_number: 0 });
    expect(Object.keys(ledger.items[0] ?? {}).sort()).toEqual(
      sdkKeys('customers/wallets/ledger-entries', 'CustomerWalletTransaction'),
    );
    expect(ledger.items.map(({ event_type, amount, is_credit }) => [event_type, amount, is_credit])).toEqual([
      ['payment', 500, false],
      ['merchant_adjustment', 500, true],
    ]);
  });

  test('covers a whole renewal without charging the card, and never more than its balance', async () => {
    const { customerId, subscriptionId } = await buy(world, products.starter, FAILS_LATER);
    await entry(customerId, { amount: 1000 });
    await world.advance(32);
    expect(await amounts(subscriptionId)).toEqual(['0 succeeded', '900 succeeded']);
    await expect(entry(customerId, { amount: 101, entry_type: 'debit' })).rejects.toMatchObject({
      status: 400,
      error: { code: 'INSUFFICIENT_WALLET_FUNDS' },
    });
    await world.advance(30);
    expect((await subscription(subscriptionId)).status).toBe('on_hold');
    expect((await world.client.customers.wallets.list(customerId)).items[0]?.balance).toBe(100);
  });

  test('only supports dollars and rupees', async () => {
    const { customerId } = await buy(world, products.starter);
    await expect(entry(customerId, { currency: 'EUR' })).rejects.toMatchObject({ status: 422 });
  });
});

describe('manual changes of an active subscription', () => {
  const change = (id: string, product_id: string, more: Partial<DodoPayments.SubscriptionChangePlanParams> = {}) =>
    world.client.subscriptions.changePlan(id, {
      product_id,
      quantity: 1,
      proration_billing_mode: 'prorated_immediately',
      ...more,
    });

  test('rejects a quantity of zero', async () => {
    const { subscriptionId } = await buy(world, products.pro);
    await expect(change(subscriptionId, products.pro, { quantity: 0 })).rejects.toMatchObject({
      status: 422,
      error: { code: 'INVALID_REQUEST_BODY' },
    });
  });

  test('replace metadata as a whole, and renewals have it', async () => {
    const { subscriptionId } = await buy(world, products.starter, undefined, {
      metadata: { quantity: '1', mine: 'x' },
    });
    await world.client.subscriptions.update(subscriptionId, { metadata: { quantity: 'two' } });
    await world.advance(32);
    const [renewal] = (await world.client.payments.list({ subscription_id: subscriptionId, page_number: 0 })).items;
    expect(renewal?.metadata).toEqual({ quantity: 'two' });
  });

  test('from a yearly to a monthly plan: the rest becomes credit that renewals use', async () => {
    const recurring = (await world.client.products.retrieve(products.starter)).price;
    if (recurring.type !== 'recurring_price') throw new Error('Starter recurs');
    const { product_id } = await world.client.products.create({
      name: 'Starter, yearly',
      tax_category: 'saas',
      price: { ...recurring, price: 9000, payment_frequency_interval: 'Year' },
    });
    const { subscriptionId } = await buy(world, product_id);
    await change(subscriptionId, products.starter, { proration_billing_mode: 'difference_immediately' });
    await world.advance(32);
    await world.advance(31);
    expect(await amounts(subscriptionId)).toEqual(['0 succeeded', '0 succeeded', '9000 succeeded']);
  });

  test.each(['refused', 'allowed'])('another quantity of an archived product is %s', async (reading) => {
    await world.switches({ archived_product_change: reading });
    const { subscriptionId } = await buy(world, products.pro);
    await world.client.products.update(products.pro, { price: { ...(await priceOf(products.pro)), price: 4900 } });
    await world.client.products.archive(products.pro);
    const answer = change(subscriptionId, products.pro, { quantity: 2 }).then(
      () => 'allowed',
      (error: { error?: { code?: string } }) => error.error?.code,
    );
    expect(await answer).toBe(reading === 'allowed' ? 'allowed' : 'PRODUCT_IS_DELETED');
    await expect(change(subscriptionId, products.starter)).resolves.toBeDefined();
  });

  test('a preview shows the next renewal with tax if the switch says so', async () => {
    await world.switches({ scheduled_preview: 'renewal' });
    const { subscriptionId } = await buy(world, products.pro, undefined, { billing_address: { country: 'HU' } });
    const preview = await world.client.subscriptions.previewChangePlan(subscriptionId, {
      product_id: products.pro,
      quantity: 1,
      proration_billing_mode: 'full_immediately',
      effective_at: 'next_billing_date',
    });
    expect(preview.immediate_charge.summary).toMatchObject({ total_amount: 3683, tax: 783 });
    expect(preview.immediate_charge.effective_at).toBe((await subscription(subscriptionId)).next_billing_date);
  });

  const priceOf = async (id: string) => {
    const { price } = await world.client.products.retrieve(id);
    if (price.type !== 'recurring_price') throw new Error('recurs');
    return price;
  };
});

test('a small dispute is refunded immediately by the card network, and counts as lost', async () => {
  await world.switches({ rapid_dispute_resolution: 'on' });
  const small = await buy(world, products.credits);
  const large = await buy(world, products.lifetime);
  const open = (id: string) => world.control<DodoPayments.GetDispute>(`dodo/payments/${id}/dispute`);
  expect(await open(small.payment_id)).toMatchObject({ dispute_status: 'dispute_lost', is_resolved_by_rdr: true });
  expect(await open(large.payment_id)).toMatchObject({ dispute_status: 'dispute_opened', is_resolved_by_rdr: false });
});
