import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';

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
  ({ basic } = await world.plans());
  await events();
});

/** A customer who has just subscribed with this card; the events so far are discarded. */
async function subscriber(card = 'pm_card_visa', params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const customer = await world.customer(card);
  const subscription = await world.client.subscriptions.create({ customer, items: [{ price: basic }], ...params });
  await events();
  return { customer, subscription, item: subscription.items.data[0]?.id ?? '' };
}

test('a month later: a draft, and an hour later the charge', async () => {
  const { subscription } = await subscriber();
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  await world.advance(end - world.now() - 1);
  expect(await types()).toEqual(['invoice.upcoming']);
  await world.advance(1);
  const due = await events();
  expect(due.map(({ type }) => type)).toEqual(['customer.subscription.updated', 'invoice.created']);
  expect(due[0]?.data.previous_attributes).toMatchObject({ latest_invoice: subscription.latest_invoice });
  expect(due[0]?.created).toBe(end);
  expect(due[1]?.data.object).toMatchObject({
    status: 'draft',
    billing_reason: 'subscription_cycle',
    attempt_count: 0,
    number: null,
    period_end: end,
    next_payment_attempt: end + HOUR,
    automatically_finalizes_at: end + HOUR,
    lines: { data: [{ period: { start: end } }] },
  });
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  await world.advance(HOUR);
  expect(await types()).toEqual([
    'invoice.finalized',
    'charge.succeeded',
    'payment_intent.created',
    'payment_intent.succeeded',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ]);
});

test('a declined card: past due, retried for two weeks, then the subscription ends', async () => {
  const { customer, subscription } = await subscriber();
  await world.payWith(customer, 'pm_card_chargeCustomerFail');
  await world.advance((subscription.items.data[0]?.current_period_end ?? 0) - world.now());
  await events();
  await world.advance(HOUR);
  const failed = await events();
  expect(failed.map(({ type }) => type)).toEqual([
    'invoice.finalized',
    'payment_intent.created',
    'charge.failed',
    'payment_intent.payment_failed',
    'invoice.payment_failed',
    'customer.updated',
    'customer.subscription.updated',
  ]);
  expect(failed[4]?.data.object).toMatchObject({
    status: 'open',
    attempt_count: 1,
    attempted: true,
    auto_advance: true,
    next_payment_attempt: world.now() + 32 * HOUR,
  });
  expect(failed[6]?.data.object).toMatchObject({ status: 'past_due' });
  await world.advance(32 * HOUR);
  expect(await types()).toEqual([
    'charge.failed',
    'payment_intent.payment_failed',
    'invoice.payment_failed',
    'invoice.updated',
  ]);
  await world.advance(14 * DAY);
  const rest = await events();
  const last = rest.at(-1);
  expect(rest.filter(({ type }) => type === 'invoice.payment_failed')).toHaveLength(6);
  expect(last?.type).toBe('customer.subscription.deleted');
  expect(last?.data.object).toMatchObject({ status: 'canceled', cancellation_details: { reason: 'payment_failed' } });
  expect((await world.client.invoices.list({ subscription: subscription.id, status: 'open' })).data).toHaveLength(1);
  expect((await world.client.paymentIntents.list({ customer })).data).toHaveLength(2);
});

test('the other two outcomes of dunning: unpaid with waiting drafts, or past due forever', async () => {
  for (const [afterLastRetry, status] of [
    ['unpaid', 'unpaid'],
    ['past_due', 'past_due'],
  ] as const) {
    await world.control('stripe/settings', { afterLastRetry, invoiceAfterLastRetry: 'uncollectible' });
    const { customer, subscription } = await subscriber();
    await world.payWith(customer, 'pm_card_chargeCustomerFail');
    await world.advance((subscription.items.data[0]?.current_period_end ?? 0) - world.now() + 16 * DAY);
    const [invoice] = (await world.client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
    expect(invoice).toMatchObject({ status: 'uncollectible', attempt_count: 8 });
    expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe(status);
    if (status !== 'unpaid') continue;
    await world.advance(31 * DAY);
    const [next] = (await world.client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
    expect(next).toMatchObject({ status: 'draft', auto_advance: false });
  }
});

test('paying the open invoice with another card reactivates the subscription', async () => {
  const { customer, subscription } = await subscriber();
  await world.payWith(customer, 'pm_card_chargeCustomerFail');
  await world.advance((subscription.items.data[0]?.current_period_end ?? 0) - world.now() + 2 * HOUR);
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  expect(await world.client.customers.retrieve(customer)).toMatchObject({ delinquent: true });
  const [invoice] = (await world.client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  const declined = await refusal(world.client.invoices.pay(invoice?.id ?? ''));
  expect(declined).toMatchObject({ type: 'StripeCardError', code: 'card_declined' });
  const fresh = await world.payWith(customer, 'pm_card_visa');
  await events();
  await world.client.invoices.pay(invoice?.id ?? '', { payment_method: fresh });
  expect(await types()).toEqual([
    'charge.succeeded',
    'payment_intent.succeeded',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
    'customer.updated',
    'customer.subscription.updated',
  ]);
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  const again = await refusal(world.client.invoices.pay(invoice?.id ?? ''));
  expect(again.message).toBe('Invoice is already paid');
  await world.advance(20 * DAY);
  expect((await world.client.charges.list({ customer })).data.filter(({ paid }) => paid)).toHaveLength(2);
});

test('a challenge on renewal: action required, without automatic retries', async () => {
  const { customer, subscription } = await subscriber();
  await world.payWith(customer, 'pm_card_authenticationRequired');
  await world.advance((subscription.items.data[0]?.current_period_end ?? 0) - world.now() + HOUR);
  const seen = await events();
  expect(seen.map(({ type }) => type)).toContain('invoice.payment_action_required');
  const [invoice] = (await world.client.invoices.list({ subscription: subscription.id, limit: 1 })).data;
  expect(invoice).toMatchObject({ status: 'open', attempt_count: 0, attempted: true, next_payment_attempt: null });
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  const payments = await world.client.invoicePayments.list({ invoice: invoice?.id ?? '' });
  const intent = String(payments.data[0]?.payment.payment_intent);
  await world.control(`stripe/challenges/${intent}`, { passed: true });
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
});

test('through the API the subscription is incomplete, and expires after 23 hours', async () => {
  const customer = await world.customer('pm_card_authenticationRequired');
  await events();
  const subscription = await world.client.subscriptions.create({ customer, items: [{ price: basic }] });
  expect(subscription.status).toBe('incomplete');
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual([
    'customer.subscription.created',
    'payment_intent.created',
    'invoice.created',
    'invoice.finalized',
    'payment_intent.requires_action',
    'invoice.payment_action_required',
  ]);
  const invoice = await world.client.invoices.retrieve(String(subscription.latest_invoice), { expand: ['payments'] });
  expect(invoice).toMatchObject({
    status: 'open',
    attempt_count: 0,
    attempted: true,
    auto_advance: true,
    next_payment_attempt: null,
  });
  expect(invoice.payments?.data[0]).toMatchObject({ status: 'open', amount_paid: null });
  await world.advance(23 * HOUR);
  expect(await types()).toEqual(['customer.subscription.updated', 'payment_intent.canceled', 'invoice.voided']);
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('incomplete_expired');
});

test('an incomplete subscription becomes active when the client confirms', async () => {
  const customer = await world.client.customers.create({ email: 'jenny@example.com' });
  const subscription = await world.client.subscriptions.create({
    customer: customer.id,
    items: [{ price: basic }],
    payment_behavior: 'default_incomplete',
    payment_settings: { save_default_payment_method: 'on_subscription' },
    expand: ['latest_invoice.confirmation_secret'],
  });
  expect(subscription.status).toBe('incomplete');
  const secret = (subscription.latest_invoice as Stripe.Invoice).confirmation_secret?.client_secret ?? '';
  await events();
  await world.client.paymentIntents.confirm(secret.split('_secret_')[0] ?? '', { payment_method: 'pm_card_visa' });
  const seen = await events();
  expect(seen.map(({ type }) => type)).toContain('invoice.paid');
  const updated = seen.find(({ type }) => type === 'customer.subscription.updated');
  expect(updated?.data.previous_attributes).toMatchObject({ status: 'incomplete' });
  const active = await world.client.subscriptions.retrieve(subscription.id);
  expect(active.status).toBe('active');
  expect(active.default_payment_method).toMatch(/^pm_/);
});

test('the API rejects a missing payment method; with error_if_incomplete nothing is created', async () => {
  const customer = await world.client.customers.create({ email: 'jenny@example.com' });
  const none = await refusal(world.client.subscriptions.create({ customer: customer.id, items: [{ price: basic }] }));
  expect(none).toMatchObject({ statusCode: 400, code: 'resource_missing' });
  const failing = await world.customer('pm_card_chargeCustomerFail');
  const call = world.client.subscriptions.create({
    customer: failing,
    items: [{ price: basic }],
    payment_behavior: 'error_if_incomplete',
  });
  expect(await refusal(call)).toMatchObject({ statusCode: 402, code: 'card_declined' });
  expect((await world.client.subscriptions.list({ customer: failing, status: 'all' })).data).toEqual([]);
  expect((await world.client.invoices.list({ customer: failing })).data).toEqual([]);
});
