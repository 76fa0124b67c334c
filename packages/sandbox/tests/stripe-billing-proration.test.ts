import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());

const at = (iso: string): number => Date.parse(iso) / 1000;
const START = at('2027-03-01T00:00:00Z');
const CHANGE = at('2027-03-11T09:30:00Z');

const prorations = (lines: { amount: number; description: string | null }[]) =>
  lines.map(({ amount, description }) => [description, amount]);

test('an upgrade from $20 to $50 on March 11, billed immediately, costs $19.94 in the preview and in the charge', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const { basic, pro } = await world.plans();
  const subscription = await client.subscriptions.create({ customer, items: [{ price: basic }] });
  await world.moveClock(clock, CHANGE);
  const item = subscription.items.data[0]?.id ?? '';
  const change = {
    items: [{ id: item, price: pro }],
    proration_behavior: 'always_invoice' as const,
    proration_date: CHANGE,
  };
  const preview = await client.invoices.createPreview({ subscription: subscription.id, subscription_details: change });
  expect(prorations(preview.lines.data)).toEqual([
    ['Unused time on Basic after 11 Mar 2027', -1329],
    ['Remaining time on Pro after 11 Mar 2027', 3323],
  ]);
  expect(preview.amount_due).toBe(1994);

  const changed = await client.subscriptions.update(subscription.id, change);
  const invoice = await client.invoices.retrieve(String(changed.latest_invoice), { expand: ['payments'] });
  expect(prorations(invoice.lines.data)).toEqual(prorations(preview.lines.data));
  expect(invoice).toMatchObject({
    status: 'paid',
    billing_reason: 'subscription_update',
    amount_paid: 1994,
    period_start: START,
    period_end: CHANGE,
  });
  for (const line of invoice.lines.data) {
    expect(line.discountable).toBe(false);
    expect(line.pricing?.unit_amount_decimal).toBeNull();
    expect(line.parent?.subscription_item_details?.proration).toBe(true);
    expect(line.period).toEqual({ start: CHANGE, end: at('2027-04-01T00:00:00Z') });
  }
  const credited = invoice.lines.data[0]?.parent?.subscription_item_details?.proration_details?.credited_items;
  expect(credited?.invoice).toBe(subscription.latest_invoice);
});

test('the same upgrade, billed with the next renewal, costs $69.94 in the preview and in the charge', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const { basic, pro } = await world.plans();
  const subscription = await client.subscriptions.create({ customer, items: [{ price: basic }] });
  await world.moveClock(clock, CHANGE);
  const item = subscription.items.data[0]?.id ?? '';
  const change = { items: [{ id: item, price: pro }], proration_date: CHANGE };
  const preview = await client.invoices.createPreview({ subscription: subscription.id, subscription_details: change });
  expect(preview.total).toBe(6994);
  expect(preview.next_payment_attempt).toBe(at('2027-04-01T01:00:00Z'));

  const changed = await client.subscriptions.update(subscription.id, change);
  expect(changed.latest_invoice).toBe(subscription.latest_invoice);
  const waiting = await client.invoiceItems.list({ customer, pending: true });
  expect(waiting.data.map(({ amount }) => amount).sort()).toEqual([-1329, 3323]);

  await world.moveClock(clock, at('2027-04-01T02:00:00Z'));
  const [renewal] = (await client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(renewal).toMatchObject({ status: 'paid', amount_paid: 6994, billing_reason: 'subscription_cycle' });
  expect(prorations(renewal?.lines.data ?? [])).toEqual(prorations(preview.lines.data));
  expect((await client.invoiceItems.list({ customer, pending: true })).data).toEqual([]);
});

test('a downgrade billed immediately charges nothing and leaves $19.94 credit, which later invoices use', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const { basic, pro } = await world.plans();
  const subscription = await client.subscriptions.create({ customer, items: [{ price: pro }] });
  await world.moveClock(clock, CHANGE);
  const changed = await client.subscriptions.update(subscription.id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: basic }],
    proration_behavior: 'always_invoice',
  });
  const invoice = await client.invoices.retrieve(String(changed.latest_invoice));
  expect(invoice).toMatchObject({ status: 'paid', total: -1994, amount_due: 0, amount_paid: 0, ending_balance: -1994 });
  expect(await client.customers.retrieve(customer)).toMatchObject({ balance: -1994 });

  await world.moveClock(clock, at('2027-04-01T02:00:00Z'));
  const [renewal] = (await client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  // $0.06 is below the minimum charge: it is carried over and nothing is charged.
  expect(renewal).toMatchObject({
    total: 2000,
    starting_balance: -1994,
    amount_due: 0,
    ending_balance: 6,
    status: 'paid',
  });
  await world.moveClock(clock, at('2027-05-01T02:00:00Z'));
  const [next] = (await client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(next).toMatchObject({
    total: 2000,
    starting_balance: 6,
    amount_due: 2006,
    amount_paid: 2006,
    ending_balance: 0,
  });
});

test('two more seats are prorated as full quantities, not as a difference', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const { seat } = await world.plans();
  const subscription = await client.subscriptions.create({ customer, items: [{ price: seat, quantity: 3 }] });
  await world.moveClock(clock, CHANGE);
  const changed = await client.subscriptions.update(subscription.id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', quantity: 5 }],
    proration_behavior: 'always_invoice',
  });
  const invoice = await client.invoices.retrieve(String(changed.latest_invoice));
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-2991, 4985]);
});

test('Stripe’s published example: −166, +541, and a next invoice of 3627', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(1_596_749_288);
  const old = await world.price('Old', 1000);
  const fresh = await world.price('New', 3252);
  const subscription = await client.subscriptions.create({ customer, items: [{ price: old }] });
  expect(subscription.items.data[0]?.current_period_end).toBe(1_599_427_688);
  await world.moveClock(clock, 1_598_982_148);
  const preview = await client.invoices.createPreview({
    subscription: subscription.id,
    subscription_details: {
      items: [{ id: subscription.items.data[0]?.id ?? '', price: fresh }],
      proration_date: 1_598_982_148,
    },
  });
  expect(preview.lines.data.map(({ amount }) => amount)).toEqual([-166, 541, 3252]);
  expect(preview.total).toBe(3627);
  expect(preview.next_payment_attempt).toBe(1_599_427_688 + 3600);
});

test('a change to yearly billing keeps the anchor, credits the month, and bills the year immediately', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const monthly = await world.price('Team', 2500);
  const yearly = await world.price('Team', 25_000, { interval: 'year' });
  const subscription = await client.subscriptions.create({ customer, items: [{ price: monthly }] });
  await world.moveClock(clock, START + 4);
  const changed = await client.subscriptions.update(subscription.id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: yearly }],
  });
  expect(changed.billing_cycle_anchor).toBe(START);
  expect(changed.items.data[0]?.current_period_end).toBe(at('2028-03-01T00:00:00Z'));
  const invoice = await client.invoices.retrieve(String(changed.latest_invoice));
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-2500, 25_000]);
  expect(invoice).toMatchObject({ amount_paid: 22_500, billing_reason: 'subscription_update' });
});

test('a percentage discount is included in credits: they are net of the discount', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const { basic, pro } = await world.plans();
  const coupon = await client.coupons.create({ percent_off: 10, duration: 'forever' });
  const subscription = await client.subscriptions.create({
    customer,
    items: [{ price: basic }],
    discounts: [{ coupon: coupon.id }],
  });
  const first = await client.invoices.retrieve(String(subscription.latest_invoice));
  expect(first).toMatchObject({ subtotal: 2000, total: 1800, amount_paid: 1800 });
  expect(first.lines.data[0]?.discount_amounts?.[0]?.amount).toBe(200);
  await world.moveClock(clock, CHANGE);
  const changed = await client.subscriptions.update(subscription.id, {
    items: [{ id: subscription.items.data[0]?.id ?? '', price: pro }],
    proration_behavior: 'always_invoice',
  });
  const invoice = await client.invoices.retrieve(String(changed.latest_invoice));
  // 1800 and 4500 for 1,780,200 of 2,678,400 seconds.
  expect(invoice.lines.data.map(({ amount }) => amount)).toEqual([-1196, 2991]);
  expect(invoice.total).toBe(1795);
});

test('a plan change during a trial creates no lines; ending the trial bills a full period from now', async () => {
  const { client } = world;
  const { customer, clock } = await world.clockedCustomer(START);
  const { basic, pro } = await world.plans();
  const subscription = await client.subscriptions.create({
    customer,
    items: [{ price: basic }],
    trial_period_days: 14,
  });
  await world.moveClock(clock, START + 86_400);
  const item = subscription.items.data[0]?.id ?? '';
  const changed = await client.subscriptions.update(subscription.id, { items: [{ id: item, price: pro }] });
  expect(changed.latest_invoice).toBe(subscription.latest_invoice);
  expect((await client.invoiceItems.list({ customer })).data).toEqual([]);
  const ended = await client.subscriptions.update(subscription.id, { trial_end: 'now' });
  expect(ended).toMatchObject({ status: 'active', billing_cycle_anchor: START + 86_400 });
  const invoice = await client.invoices.retrieve(String(ended.latest_invoice));
  expect(invoice).toMatchObject({ amount_paid: 5000, status: 'paid' });
});
