import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';
let pro = '';

const DAY = 86_400;
const HOUR = 3600;
const events = () => world.recorded();
const types = async (): Promise<string[]> => (await events()).map(({ type }) => type);

beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  await world.reset();
  ({ basic, pro } = await world.plans());
  await events();
});

/** A customer who has just subscribed with this card; the events so far are discarded. */
async function subscriber(card = 'pm_card_visa', params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const customer = await world.customer(card);
  const subscription = await world.client.subscriptions.create({ customer, items: [{ price: basic }], ...params });
  await events();
  return { customer, subscription, item: subscription.items.data[0]?.id ?? '' };
}

test('an upgrade billed immediately is one synchronous chain', async () => {
  const { subscription, item } = await subscriber();
  await world.advance(DAY);
  await events();
  await world.client.subscriptions.update(subscription.id, {
    items: [{ id: item, price: pro }],
    proration_behavior: 'always_invoice',
  });
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual([
    'customer.subscription.updated',
    'invoiceitem.created',
    'invoiceitem.created',
    'invoice.created',
    'invoice.finalized',
    'charge.succeeded',
    'payment_intent.created',
    'payment_intent.succeeded',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ]);
  expect(Object.keys(seen[0]?.data.previous_attributes ?? {}).sort()).toEqual(['items', 'latest_invoice', 'plan']);
  expect(seen[3]?.data.object).toMatchObject({ billing_reason: 'subscription_update' });
});

test('a declined upgrade: applied and past due, or rejected as a whole, or waiting for its payment', async () => {
  for (const [payment_behavior, status] of [
    ['allow_incomplete', 'past_due'],
    ['error_if_incomplete', 'active'],
    ['pending_if_incomplete', 'active'],
  ] as const) {
    const { customer, subscription, item } = await subscriber();
    await world.payWith(customer, 'pm_card_chargeCustomerFail');
    const change = world.client.subscriptions.update(subscription.id, {
      items: [{ id: item, price: pro }],
      payment_behavior,
      proration_behavior: 'always_invoice',
    });
    if (payment_behavior === 'error_if_incomplete') expect((await refusal(change)).statusCode).toBe(402);
    else await change;
    const after = await world.client.subscriptions.retrieve(subscription.id);
    expect(after.status).toBe(status);
    expect(after.items.data[0]?.price.id).toBe(payment_behavior === 'allow_incomplete' ? pro : basic);
    if (payment_behavior === 'pending_if_incomplete') {
      expect(after.pending_update?.subscription_items?.[0]?.price.id).toBe(pro);
      await world.payWith(customer, 'pm_card_visa');
      await events();
      await world.client.invoices.pay(String(after.latest_invoice));
      expect(await types()).toContain('customer.subscription.pending_update_applied');
      const applied = await world.client.subscriptions.retrieve(subscription.id);
      expect(applied.pending_update).toBeNull();
      expect(applied.items.data[0]?.price.id).toBe(pro);
    }
  }
});

test('a pending change that is not paid within 23 hours is dropped and its invoice voided', async () => {
  const { customer, subscription, item } = await subscriber();
  await world.payWith(customer, 'pm_card_chargeCustomerFail');
  const pending = await world.client.subscriptions.update(subscription.id, {
    items: [{ id: item, price: pro }],
    payment_behavior: 'pending_if_incomplete',
    proration_behavior: 'always_invoice',
  });
  await events();
  await world.advance(23 * HOUR);
  expect(await types()).toEqual([
    'payment_intent.canceled',
    'invoice.voided',
    'customer.subscription.pending_update_expired',
  ]);
  expect((await world.client.invoices.retrieve(String(pending.latest_invoice))).status).toBe('void');
  expect((await world.client.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(basic);
});

test('a downgrade at the end of the period, by a schedule that is released afterwards', async () => {
  const { subscription } = await subscriber('pm_card_visa', { items: [{ price: pro }] });
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  const schedule = await world.client.subscriptionSchedules.create({ from_subscription: subscription.id });
  const [phase] = schedule.phases;
  await world.client.subscriptionSchedules.update(schedule.id, {
    end_behavior: 'release',
    phases: [
      { items: [{ price: pro, quantity: 1 }], start_date: phase?.start_date ?? 0, end_date: phase?.end_date ?? 0 },
      { items: [{ price: basic, quantity: 1 }], duration: { interval: 'month' } },
    ],
  });
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual([
    'subscription_schedule.created',
    'customer.subscription.updated',
    'subscription_schedule.updated',
  ]);
  expect(seen[1]?.data.previous_attributes).toEqual({ schedule: null });
  expect(
    (await refusal(world.client.subscriptions.update(subscription.id, { cancel_at_period_end: true }))).message,
  ).toMatch(/managed by the subscription schedule/);
  const preview = await world.client.invoices.createPreview({ subscription: subscription.id });
  expect(preview.lines.data.map(({ description, amount }) => [description, amount])).toEqual([
    ['1 × Basic (at $20.00 / month)', 2000],
  ]);
  await world.advance(end - world.now() - 1);
  await events();
  await world.advance(1);
  const boundary = await events();
  expect(boundary.map(({ type }) => type)).toEqual([
    'customer.subscription.updated',
    'invoice.created',
    'subscription_schedule.updated',
  ]);
  expect(boundary[0]?.data.object).toMatchObject({ items: { data: [{ price: { id: basic } }] } });
  expect(boundary[1]?.data.object).toMatchObject({ total: 2000, billing_reason: 'subscription_cycle' });
  await world.advance(32 * DAY);
  expect(await types()).toContain('subscription_schedule.released');
  expect((await world.client.subscriptions.retrieve(subscription.id)).schedule).toBeNull();
  expect((await world.client.subscriptionSchedules.retrieve(schedule.id)).status).toBe('released');
});

test('canceling at the end of the period, undoing it, and canceling again', async () => {
  const { subscription } = await subscriber();
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  const leaving = await world.client.subscriptions.update(subscription.id, {
    cancel_at_period_end: true,
    cancellation_details: { feedback: 'too_expensive' },
  });
  expect(leaving).toMatchObject({
    status: 'active',
    cancel_at_period_end: true,
    cancel_at: end,
    canceled_at: world.now(),
    cancellation_details: { reason: 'cancellation_requested', feedback: 'too_expensive' },
  });
  const [told] = await events();
  expect(told?.data.previous_attributes).toMatchObject({
    cancel_at: null,
    canceled_at: null,
    cancel_at_period_end: false,
  });
  const stayed = await world.client.subscriptions.update(subscription.id, { cancel_at_period_end: false });
  expect(stayed).toMatchObject({
    cancel_at_period_end: false,
    cancel_at: null,
    canceled_at: null,
    cancellation_details: { reason: null },
  });
  await world.client.subscriptions.update(subscription.id, { cancel_at: 'max_period_end' });
  await events();
  await world.advance(end - world.now());
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual(['customer.subscription.deleted']);
  expect(seen[0]?.data.object).toMatchObject({ status: 'canceled', ended_at: end, cancel_at: end });
});

test('canceling at the end of the period and then changing from a month to a week ends after the week', async () => {
  const weekly = await world.price('Weekly', 700, { interval: 'week' });
  const { subscription, item } = await subscriber();
  await world.client.subscriptions.update(subscription.id, { cancel_at_period_end: true });
  const changed = await world.client.subscriptions.update(subscription.id, { items: [{ id: item, price: weekly }] });
  const end = changed.items.data[0]?.current_period_end ?? 0;
  expect(end).toBe(world.now() + 7 * DAY);
  expect(changed).toMatchObject({ cancel_at_period_end: true, cancel_at: end });
  await world.advance(8 * DAY);
  const gone = await world.client.subscriptions.retrieve(subscription.id);
  expect(gone).toMatchObject({ status: 'canceled', ended_at: end, latest_invoice: changed.latest_invoice });
});

test('a change that replaces an unpaid one costs what was shown: the credit on its invoice is restored first', async () => {
  const { customer, subscription, item } = await subscriber();
  await world.client.customers.createBalanceTransaction(customer, { amount: -1000, currency: 'usd' });
  await world.payWith(customer, 'pm_card_chargeCustomerFail');
  const upgrade = { items: [{ id: item, price: pro }], proration_behavior: 'always_invoice' as const };
  const waiting = await world.client.subscriptions.update(subscription.id, {
    ...upgrade,
    payment_behavior: 'pending_if_incomplete',
  });
  expect(waiting.pending_update).not.toBeNull();
  const details = { ...upgrade, items: [{ id: item, price: pro, quantity: 2 }], proration_date: world.now() };
  const preview = await world.client.invoices.createPreview({
    subscription: subscription.id,
    subscription_details: details,
  });
  const changed = await world.client.subscriptions.update(subscription.id, details);
  const invoice = await world.client.invoices.retrieve(String(changed.latest_invoice));
  expect([preview.total, preview.starting_balance, preview.amount_due]).toEqual([8000, -1000, 7000]);
  expect([invoice.total, invoice.starting_balance, invoice.amount_due]).toEqual([8000, -1000, 7000]);
});

test('canceling now: one event, and no credit unless requested', async () => {
  const first = await subscriber();
  await world.client.subscriptions.cancel(first.subscription.id);
  expect(await types()).toEqual(['customer.subscription.deleted']);
  const gone = await refusal(world.client.subscriptions.cancel(first.subscription.id));
  expect(gone).toMatchObject({ statusCode: 404, code: 'resource_missing' });
  expect(
    (await refusal(world.client.subscriptions.update(first.subscription.id, { cancel_at_period_end: true })))
      .statusCode,
  ).toBe(400);

  const second = await subscriber();
  await world.client.subscriptions.cancel(second.subscription.id, { prorate: true, invoice_now: true });
  expect(await types()).toEqual([
    'invoiceitem.created',
    'invoice.created',
    'customer.updated',
    'invoice.finalized',
    'invoice.paid',
    'invoice.payment_succeeded',
    'customer.subscription.deleted',
  ]);
  expect(await world.client.customers.retrieve(second.customer)).toMatchObject({ balance: -2000 });
});

test('a trial shorter than three days sends its warning immediately; one that is ended early sends it too', async () => {
  const { subscription } = await subscriber('pm_card_visa', { trial_period_days: 10 });
  await world.client.subscriptions.update(subscription.id, { trial_end: 'now' });
  expect(await types()).toContain('customer.subscription.trial_will_end');
  const customer = await world.customer();
  await events();
  await world.client.subscriptions.create({ customer, items: [{ price: basic }], trial_period_days: 2 });
  expect(await types()).toContain('customer.subscription.trial_will_end');
});
