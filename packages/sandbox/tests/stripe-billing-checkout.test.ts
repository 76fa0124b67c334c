import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';
let once = '';

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
  once = await world.price('Lifetime', 9900, null);
  await events();
});

const session = (params: Partial<Stripe.Checkout.SessionCreateParams>) =>
  world.client.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: basic, quantity: 1 }],
    success_url: 'http://127.0.0.1/success?session={CHECKOUT_SESSION_ID}',
    ...params,
  });

test('a one-time purchase: the payment, then the completed session; the balance transaction two seconds later', async () => {
  const { id } = await session({ mode: 'payment', line_items: [{ price: once, quantity: 1 }] });
  await world.pay(id);
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual([
    'charge.succeeded',
    'payment_intent.succeeded',
    'payment_intent.created',
    'checkout.session.completed',
  ]);
  expect(seen[3]?.data.object).toMatchObject({
    status: 'complete',
    payment_status: 'paid',
    customer: null,
    payment_intent: expect.stringMatching(/^pi_3/),
  });
  expect(seen[3]?.data.object).not.toHaveProperty('line_items');
  await world.idle();
  world.received.splice(0);
  await world.advance(3);
  expect(await world.types()).toEqual(['charge.updated']);
});

test('subscribing: the subscription is active from its first event', async () => {
  const { id } = await session({ subscription_data: { metadata: { plan: 'basic' } } });
  await world.pay(id);
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual([
    'charge.succeeded',
    'payment_method.attached',
    'customer.created',
    'customer.updated',
    'checkout.session.completed',
    'customer.subscription.created',
    'payment_intent.created',
    'payment_intent.succeeded',
    'invoice.created',
    'invoice.finalized',
    'invoice.paid',
    'invoice.payment_succeeded',
    'invoice_payment.paid',
  ]);
  expect(seen[5]?.data.object).toMatchObject({
    status: 'active',
    metadata: { plan: 'basic' },
    default_payment_method: expect.stringMatching(/^pm_/),
    cancel_at_period_end: false,
  });
  const complete = await world.client.checkout.sessions.retrieve(id, {
    expand: ['subscription', 'invoice', 'line_items'],
  });
  expect(complete).toMatchObject({
    url: null,
    payment_status: 'paid',
    payment_intent: null,
    invoice: { status: 'paid' },
  });
  expect(complete.line_items?.data).toHaveLength(1);
});

test('a trial: nothing is charged, a reminder three days before its end, then the first invoice', async () => {
  const { id } = await session({ subscription_data: { trial_period_days: 14 } });
  await world.pay(id);
  const seen = await events();
  expect(seen.map(({ type }) => type)).toEqual([
    'customer.created',
    'payment_method.attached',
    'setup_intent.created',
    'setup_intent.succeeded',
    'customer.updated',
    'customer.subscription.created',
    'invoice.created',
    'invoice.finalized',
    'invoice.paid',
    'invoice.payment_succeeded',
    'checkout.session.completed',
  ]);
  const subscription = seen[5]?.data.object as Stripe.Subscription;
  expect(subscription).toMatchObject({ status: 'trialing', billing_cycle_anchor: subscription.trial_end });
  expect(seen[6]?.data.object).toMatchObject({
    lines: { data: [{ description: 'Free trial for 1 × Basic', amount: 0 }] },
  });
  expect(seen[8]?.data.object).toMatchObject({ status: 'paid', attempt_count: 0, attempted: true, amount_paid: 0 });

  await world.advance(11 * DAY);
  expect(await types()).toEqual(['customer.subscription.trial_will_end']);
  await world.advance(3 * DAY);
  const end = await events();
  expect(end.map(({ type }) => type)).toEqual(['customer.subscription.updated', 'invoice.created']);
  expect(end[0]?.data.object).toMatchObject({ status: 'active' });
  expect(end[0]?.data.previous_attributes).toMatchObject({ status: 'trialing' });
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

test('a declined card leaves the session open for another one', async () => {
  const { id } = await session({ mode: 'payment', line_items: [{ price: once, quantity: 1 }] });
  const refused = await world.pay(id, '4000000000000002');
  expect(refused.json).toMatchObject({ kind: 'declined', message: 'Your card was declined.' });
  expect(await types()).toEqual(['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed']);
  expect(await world.client.checkout.sessions.retrieve(id)).toMatchObject({
    status: 'open',
    payment_status: 'unpaid',
  });
  await world.pay(id);
  expect(await types()).toEqual(['charge.succeeded', 'payment_intent.succeeded', 'checkout.session.completed']);
  expect((await world.client.charges.list()).data.filter(({ paid }) => paid)).toHaveLength(1);
});

test('a challenge: passing it completes the session, failing it leaves the session open', async () => {
  const { id } = await session({});
  const first = await world.pay(id, '4000002500003155');
  expect(first.json).toMatchObject({ kind: 'challenge' });
  const { intent } = first.json as { intent: string };
  await world.control(`stripe/challenges/${intent}`, { passed: false });
  expect(await types()).toContain('payment_intent.payment_failed');
  expect((await world.client.checkout.sessions.retrieve(id)).status).toBe('open');
  const second = (await world.pay(id, '4000002500003155')).json as { intent: string };
  await world.control(`stripe/challenges/${second.intent}`, { passed: true });
  const seen = await types();
  expect(seen).toContain('checkout.session.completed');
  expect(seen).toContain('customer.subscription.created');
  const complete = await world.client.checkout.sessions.retrieve(id, { expand: ['subscription'] });
  expect(complete).toMatchObject({ status: 'complete', subscription: { status: 'active' } });
  expect((await world.client.charges.list()).data.filter(({ paid }) => paid)).toHaveLength(1);
});

test('a bank debit: complete but unpaid immediately, paid days later', async () => {
  const euro = await world.price('Lifetime', 9900, null, 'eur');
  const { id } = await session({ mode: 'payment', line_items: [{ price: euro, quantity: 1 }] });
  await world.pay(id, 'AT611904300234573201');
  const seen = await events();
  expect(seen.map(({ type }) => type)).toContain('payment_intent.processing');
  expect(seen.at(-1)).toMatchObject({ type: expect.any(String) });
  expect(await world.client.checkout.sessions.retrieve(id)).toMatchObject({
    status: 'complete',
    payment_status: 'unpaid',
  });
  await world.advance(4 * DAY);
  expect(await types()).toContain('checkout.session.async_payment_succeeded');
  expect((await world.client.checkout.sessions.retrieve(id)).payment_status).toBe('paid');
});

test('a bank debit that bounces: the subscription was active and becomes past due', async () => {
  const euro = await world.price('Basic', 2000, { interval: 'month' }, 'eur');
  const { id } = await session({ line_items: [{ price: euro, quantity: 1 }] });
  await world.pay(id, 'AT861904300235473202');
  const opened = await world.client.checkout.sessions.retrieve(id, { expand: ['subscription', 'invoice'] });
  expect(opened).toMatchObject({
    payment_status: 'unpaid',
    subscription: { status: 'active' },
    invoice: { status: 'open' },
  });
  await events();
  await world.advance(4 * DAY);
  const seen = await types();
  expect(seen).toContain('checkout.session.async_payment_failed');
  expect(seen).toContain('invoice.payment_failed');
  const { subscription } = await world.client.checkout.sessions.retrieve(id, { expand: ['subscription'] });
  expect(subscription).toMatchObject({ status: 'past_due' });
});

test('without a payment, the session expires after a day, or by API', async () => {
  const first = await session({});
  await world.advance(DAY + 1);
  expect(await types()).toEqual(['checkout.session.expired']);
  expect(await world.client.checkout.sessions.retrieve(first.id)).toMatchObject({ status: 'expired', url: null });
  const second = await session({});
  await world.client.checkout.sessions.expire(second.id);
  expect(await types()).toEqual(['checkout.session.expired']);
  const again = await refusal(world.client.checkout.sessions.expire(second.id));
  expect(again.message).toMatch(/^Only Checkout Sessions with a status in \["open"\] can be expired/);
});

test('saving a card: it does not become a default automatically', async () => {
  const customer = await world.client.customers.create({ email: 'jenny@example.com' });
  const { id } = await session({ mode: 'setup', currency: 'usd', customer: customer.id, line_items: [] });
  await events();
  await world.pay(id);
  expect(await types()).toEqual(['setup_intent.succeeded', 'payment_method.attached', 'checkout.session.completed']);
  expect((await world.client.customers.retrieve(customer.id)) as Stripe.Customer).toMatchObject({
    invoice_settings: { default_payment_method: null },
  });
});
