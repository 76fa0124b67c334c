import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';
let pro = '';
beforeAll(async () => {
  world = await openBillingWorld();
  ({ basic, pro } = await world.plans());
});
afterAll(() => world.close());

const get = (url: string) => fetch(new URL(url, world.url), { redirect: 'manual' });
const post = (url: string, form: Record<string, string> = {}) =>
  fetch(new URL(url, world.url), { method: 'POST', body: new URLSearchParams(form), redirect: 'manual' });
const card = (number: string): Record<string, string> => ({
  email: 'jenny@example.com',
  card_number: number,
  card_expiry: '12 / 34',
  card_cvc: '123',
  card_name: 'Jenny Rosen',
  method: 'card',
});

const configuration = async (
  conditions: Stripe.BillingPortal.ConfigurationCreateParams.Features.SubscriptionUpdate.ScheduleAtPeriodEnd.Condition[] = [],
) => {
  const product = async (price: string) => String((await world.client.prices.retrieve(price)).product);
  const { id } = await world.client.billingPortal.configurations.create({
    features: {
      customer_update: { enabled: true, allowed_updates: ['email', 'name'] },
      invoice_history: { enabled: true },
      payment_method_update: { enabled: true },
      subscription_cancel: {
        enabled: true,
        mode: 'at_period_end',
        cancellation_reason: { enabled: true, options: ['too_expensive', 'other'] },
      },
      subscription_update: {
        enabled: true,
        default_allowed_updates: ['price'],
        proration_behavior: 'always_invoice',
        products: [
          { product: await product(basic), prices: [basic] },
          { product: await product(pro), prices: [pro] },
        ],
        schedule_at_period_end: { conditions },
      },
    },
  });
  return id;
};

async function visitor(price: string, params: Partial<Stripe.BillingPortal.SessionCreateParams> = {}) {
  const customer = await world.customer();
  const subscription = await world.client.subscriptions.create({ customer, items: [{ price }] });
  const portal = await world.client.billingPortal.sessions.create({
    customer,
    configuration: await configuration(),
    return_url: 'http://127.0.0.1:9/account',
    ...params,
  });
  return { customer, subscription, url: portal.url };
}

test('a customer cancels with a reason and undoes it', async () => {
  const { subscription, url } = await visitor(basic);
  const home = await (await get(url)).text();
  expect(home).toContain('$20.00 / month');
  expect(home).toContain('http://127.0.0.1:9/account');
  await world.recorded();
  await post(`${url}/cancel/${subscription.id}`, { feedback: 'too_expensive', comment: 'Too much' });
  const leaving = await world.client.subscriptions.retrieve(subscription.id);
  // Flexible billing: the portal sets a date, not the flag.
  expect(leaving).toMatchObject({
    status: 'active',
    cancel_at_period_end: false,
    cancel_at: leaving.items.data[0]?.current_period_end,
    cancellation_details: { feedback: 'too_expensive', comment: 'Too much', reason: 'cancellation_requested' },
  });
  await post(`${url}/keep/${subscription.id}`);
  expect(await world.client.subscriptions.retrieve(subscription.id)).toMatchObject({
    cancel_at: null,
    canceled_at: null,
  });
  expect((await world.recorded()).map(({ type }) => type)).toEqual([
    'customer.subscription.updated',
    'customer.subscription.updated',
  ]);
});

test('an upgrade costs what the page showed', async () => {
  const { customer, subscription, url } = await visitor(basic);
  await world.advance(10 * 86_400);
  const page = await (await get(`${url}/plan/${subscription.id}?price=${pro}`)).text();
  const date = /name="date" value="(\d+)"/.exec(page)?.[1] ?? '';
  const due = />\$(\d+\.\d\d)<\/span><\/div><form/.exec(page)?.[1];
  // The customer takes an hour to decide; the amount stays what was shown.
  await world.advance(3600);
  expect((await post(`${url}/plan/${subscription.id}`, { price: pro, quantity: '1', date })).status).toBe(303);
  const [invoice] = (await world.client.invoices.list({ customer, limit: 1 })).data;
  expect(invoice?.status).toBe('paid');
  expect(((invoice?.amount_paid ?? 0) / 100).toFixed(2)).toBe(due);
});

test('a downgrade waits for the end of the period if configured', async () => {
  const { subscription, url } = await visitor(pro, {
    configuration: await configuration([{ type: 'decreasing_item_amount' }]),
  });
  expect(await (await get(`${url}/plan/${subscription.id}?price=${basic}`)).text()).toContain('Nothing is due today.');
  await post(`${url}/plan/${subscription.id}`, { price: basic, quantity: '1' });
  const waiting = await world.client.subscriptions.retrieve(subscription.id);
  expect(waiting.items.data[0]?.price.id).toBe(pro);
  expect(waiting.schedule).toMatch(/^sub_sched_/);
  await world.advance((waiting.items.data[0]?.current_period_end ?? 0) - world.now());
  expect((await world.client.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(basic);
});

test('a declined upgrade changes nothing and says so', async () => {
  const { customer, subscription, url } = await visitor(basic);
  await world.payWith(customer, 'pm_card_chargeCustomerFail');
  const answer = await post(`${url}/plan/${subscription.id}`, { price: pro, quantity: '1' });
  expect(await (await get(answer.headers.get('location') ?? '')).text()).toContain('Nothing has changed.');
  expect((await world.client.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(basic);
});

test('a new card becomes the default of customer and subscription, after a challenge if required', async () => {
  const { customer, subscription, url } = await visitor(basic);
  const own = await world.payWith(customer, 'pm_card_visa');
  await world.client.subscriptions.update(subscription.id, { default_payment_method: own });
  expect((await post(`${url}/payment-method`, card('4000000000000002'))).status).toBe(402);
  await post(`${url}/payment-method`, card('5555555555554444'));
  const brand = async () => {
    const sub = await world.client.subscriptions.retrieve(subscription.id, { expand: ['default_payment_method'] });
    return (sub.default_payment_method as Stripe.PaymentMethod).card?.last4;
  };
  expect(await brand()).toBe('4444');
  const asked = await post(`${url}/payment-method`, card('4000002500003155'));
  expect(await brand()).toBe('4444');
  const back = await post(asked.headers.get('location') ?? '', { answer: 'pass' });
  expect(back.headers.get('location')).toContain('/pay/stripe/portal/');
  expect(await brand()).toBe('3155');
});

test('a flow starts on its page and redirects as configured', async () => {
  const { subscription, customer } = await visitor(basic);
  const portal = await world.client.billingPortal.sessions.create({
    customer,
    flow_data: {
      type: 'subscription_cancel',
      subscription_cancel: { subscription: subscription.id },
      after_completion: { type: 'redirect', redirect: { return_url: 'http://127.0.0.1:9/bye' } },
    },
  });
  expect((await get(portal.url)).headers.get('location')).toContain(`/cancel/${subscription.id}`);
  const done = await post(`${portal.url}/cancel/${subscription.id}`);
  expect(done.headers.get('location')).toBe('http://127.0.0.1:9/bye');
});

test('another customer’s subscription is not found, and a plan that is not on offer is rejected', async () => {
  const one = await visitor(basic);
  const two = await visitor(basic);
  expect((await get(`${one.url}/cancel/${two.subscription.id}`)).status).toBe(404);
  expect((await post(`${one.url}/cancel/${two.subscription.id}`)).status).toBe(404);
  const secret = await world.price('Internal', 1);
  expect((await post(`${one.url}/plan/${one.subscription.id}`, { price: secret, quantity: '1' })).status).toBe(400);
  expect((await get('/pay/stripe/portal/bps_nobody')).status).toBe(404);
});
