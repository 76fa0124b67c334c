import type Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

const session = (params: Partial<Stripe.Checkout.SessionCreateParams> = {}) =>
  world.client.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: basic, quantity: 1 }],
    success_url: 'http://127.0.0.1:9/success?session={CHECKOUT_SESSION_ID}',
    cancel_url: 'http://127.0.0.1:9/pricing',
    ...params,
  });

describe('The checkout page', () => {
  test('shows the order, refuses a bad card in place and leads on with a good one', async () => {
    const { id, url } = await session({ subscription_data: { trial_period_days: 14 } });
    const page = await (await get(url ?? '')).text();
    expect(page).toContain('14 days free, then $20.00 / month');
    expect(page).toContain('http://127.0.0.1:9/pricing');
    const refused = await post(url ?? '', card('4000000000000002'));
    expect(refused.status).toBe(402);
    const again = await refused.text();
    expect(again).toContain('Your card was declined.');
    expect(again).toContain('4000 0000 0000 0002');
    expect(again).toContain('jenny@example.com');
    const paid = await post(url ?? '', card('4242424242424242'));
    expect(paid.status).toBe(303);
    expect(paid.headers.get('location')).toBe(`http://127.0.0.1:9/success?session=${id}`);
    // Whoever comes back, or sends the form a second time, is led on and charged nothing.
    expect((await get(`/pay/stripe/checkout/${id}`)).headers.get('location')).toContain('/success');
    expect((await post(`/pay/stripe/checkout/${id}`, card('4242424242424242'))).status).toBe(303);
    const { customer } = await world.client.checkout.sessions.retrieve(id);
    expect((await world.client.subscriptions.list({ customer: String(customer) })).data).toHaveLength(1);
  });

  test('leads to the bank where it asks, and back to the form when the customer fails there', async () => {
    const { id, url } = await session();
    const asked = await post(url ?? '', card('4000002760003184'));
    const challenge = asked.headers.get('location') ?? '';
    expect(challenge).toMatch(/^\/pay\/stripe\/challenge\/pi_3/);
    expect(await (await get(challenge)).text()).toContain('$20.00');
    const failed = await post(challenge, { answer: 'fail' });
    expect(failed.headers.get('location')).toBe(`/pay/stripe/checkout/${id}`);
    expect(await (await get(url ?? '')).text()).toContain('We are unable to authenticate your payment method.');
    const second = (await post(url ?? '', card('4000002760003184'))).headers.get('location') ?? '';
    const passed = await post(second, { answer: 'pass' });
    expect(passed.headers.get('location')).toBe(`http://127.0.0.1:9/success?session=${id}`);
  });

  test('takes a promotion code, says why another does not work, and gives it back', async () => {
    const { client } = world;
    const coupon = await client.coupons.create({ percent_off: 25, duration: 'once' });
    const promotion = { type: 'coupon' as const, coupon: coupon.id };
    await client.promotionCodes.create({ promotion, code: 'SPRING' });
    await client.promotionCodes.create({
      promotion,
      code: 'BULK',
      restrictions: { minimum_amount: 9000, minimum_amount_currency: 'usd' },
    });
    const { id, url } = await session({ allow_promotion_codes: true });
    const small = await post(`${url}/promotion`, { code: 'BULK' });
    expect(await (await get(small.headers.get('location') ?? '')).text()).toContain(
      'Your order is too small for this code.',
    );
    await post(`${url}/promotion`, { code: 'spring' });
    expect(await client.checkout.sessions.retrieve(id)).toMatchObject({
      amount_total: 1500,
      total_details: { amount_discount: 500 },
    });
    await post(`${url}/promotion/remove`);
    expect((await client.checkout.sessions.retrieve(id)).amount_total).toBe(2000);
    await post(`${url}/promotion`, { code: 'SPRING' });
    await post(url ?? '', card('4242424242424242'));
    const complete = await client.checkout.sessions.retrieve(id, { expand: ['invoice', 'total_details.breakdown'] });
    expect(complete.invoice).toMatchObject({ amount_paid: 1500 });
    expect(complete.total_details?.breakdown?.discounts[0]?.amount).toBe(500);
    expect((await client.coupons.retrieve(coupon.id)).times_redeemed).toBe(1);
  });

  test('lets the customer choose how many, within bounds', async () => {
    const { id, url } = await session({
      line_items: [{ price: basic, quantity: 2, adjustable_quantity: { enabled: true, minimum: 1, maximum: 5 } }],
    });
    const line = (await world.client.checkout.sessions.listLineItems(id)).data[0]?.id ?? '';
    await post(`${url}/quantity`, { line, quantity: '9' });
    expect((await world.client.checkout.sessions.retrieve(id)).amount_total).toBe(10_000);
    await post(url ?? '', card('4242424242424242'));
    const { subscription } = await world.client.checkout.sessions.retrieve(id, { expand: ['subscription'] });
    expect((subscription as Stripe.Subscription).items.data[0]?.quantity).toBe(5);
  });

  test('says that an expired session is over and, where that was wanted, begins again', async () => {
    const { id, url } = await session({ after_expiration: { recovery: { enabled: true } } });
    await world.client.checkout.sessions.expire(id);
    const page = await get(url ?? '');
    expect(page.status).toBe(410);
    expect(await page.text()).toContain('Nothing was charged.');
    const fresh = await post(`${url}/recover`);
    const next = fresh.headers.get('location')?.split('/').at(-1) ?? '';
    expect(await world.client.checkout.sessions.retrieve(next)).toMatchObject({
      status: 'open',
      recovered_from: id,
      amount_total: 2000,
    });
  });

  test('asks for no card where nothing is due and none is wanted', async () => {
    const { id, url } = await session({
      payment_method_collection: 'if_required',
      subscription_data: {
        trial_period_days: 7,
        trial_settings: { end_behavior: { missing_payment_method: 'cancel' } },
      },
    });
    expect(await (await get(url ?? '')).text()).not.toContain('card_number');
    await post(url ?? '', { email: 'jenny@example.com' });
    const complete = await world.client.checkout.sessions.retrieve(id);
    expect(complete).toMatchObject({ status: 'complete', payment_status: 'no_payment_required' });
    await world.advance(7 * 86_400 + 3600);
    expect((await world.client.subscriptions.retrieve(String(complete.subscription))).status).toBe('canceled');
  });
});

describe('The billing portal', () => {
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

  test('a customer leaves with a reason and changes their mind', async () => {
    const { subscription, url } = await visitor(basic);
    const home = await (await get(url)).text();
    expect(home).toContain('$20.00 / month');
    expect(home).toContain('http://127.0.0.1:9/account');
    await world.recorded();
    await post(`${url}/cancel/${subscription.id}`, { feedback: 'too_expensive', comment: 'Too much' });
    const leaving = await world.client.subscriptions.retrieve(subscription.id);
    // Flexible billing: the portal sets a date and leaves the flag alone.
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

  test('an upgrade costs what the page said', async () => {
    const { customer, subscription, url } = await visitor(basic);
    await world.advance(10 * 86_400);
    const page = await (await get(`${url}/plan/${subscription.id}?price=${pro}`)).text();
    const date = /name="date" value="(\d+)"/.exec(page)?.[1] ?? '';
    const due = />\$(\d+\.\d\d)<\/span><\/div><form/.exec(page)?.[1];
    // The customer takes an hour to decide; the amount stays what they saw.
    await world.advance(3600);
    expect((await post(`${url}/plan/${subscription.id}`, { price: pro, quantity: '1', date })).status).toBe(303);
    const [invoice] = (await world.client.invoices.list({ customer, limit: 1 })).data;
    expect(invoice?.status).toBe('paid');
    expect(((invoice?.amount_paid ?? 0) / 100).toFixed(2)).toBe(due);
  });

  test('a downgrade waits for the end of the period where the business wants that', async () => {
    const { subscription, url } = await visitor(pro, {
      configuration: await configuration([{ type: 'decreasing_item_amount' }]),
    });
    expect(await (await get(`${url}/plan/${subscription.id}?price=${basic}`)).text()).toContain(
      'Nothing is due today.',
    );
    await post(`${url}/plan/${subscription.id}`, { price: basic, quantity: '1' });
    const waiting = await world.client.subscriptions.retrieve(subscription.id);
    expect(waiting.items.data[0]?.price.id).toBe(pro);
    expect(waiting.schedule).toMatch(/^sub_sched_/);
    await world.advance((waiting.items.data[0]?.current_period_end ?? 0) - world.now());
    expect((await world.client.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(basic);
  });

  test('a refused upgrade changes nothing and says so', async () => {
    const { customer, subscription, url } = await visitor(basic);
    await world.payWith(customer, 'pm_card_chargeCustomerFail');
    const answer = await post(`${url}/plan/${subscription.id}`, { price: pro, quantity: '1' });
    expect(await (await get(answer.headers.get('location') ?? '')).text()).toContain('Nothing has changed.');
    expect((await world.client.subscriptions.retrieve(subscription.id)).items.data[0]?.price.id).toBe(basic);
  });

  test('a new card becomes the default of customer and subscription, after the bank’s question if it has one', async () => {
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

  test('a flow begins where it should and leads back as it was told', async () => {
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

  test('a stranger’s subscription is not found, a plan that is not on offer refused', async () => {
    const one = await visitor(basic);
    const two = await visitor(basic);
    expect((await get(`${one.url}/cancel/${two.subscription.id}`)).status).toBe(404);
    expect((await post(`${one.url}/cancel/${two.subscription.id}`)).status).toBe(404);
    const secret = await world.price('Internal', 1);
    expect((await post(`${one.url}/plan/${one.subscription.id}`, { price: secret, quantity: '1' })).status).toBe(400);
    expect((await get('/pay/stripe/portal/bps_nobody')).status).toBe(404);
  });
});

describe('The stories of the control page', () => {
  const story = async (title: string) => {
    const found = world.world.stories.find((it) => it.title === title);
    if (!found) throw new Error(`There is no story ${title}.`);
    return found.run();
  };

  test('a renewal fails, the customer pays up, it fails again and dunning runs out', async () => {
    const { subscription } = { subscription: await newest() };
    await story('A renewal fails');
    expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
    await story('A customer pays up');
    expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
    await story('A renewal succeeds');
    expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('active');
    await story('A bank asks on renewal');
    expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
    await story('Dunning runs out');
    expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
  });

  test('a trial ends, and a story that finds nobody says so', async () => {
    const customer = await world.customer();
    const { id } = await world.client.subscriptions.create({
      customer,
      items: [{ price: basic }],
      trial_period_days: 30,
    });
    await story('A trial ends');
    expect((await world.client.subscriptions.retrieve(id)).status).toBe('active');
    await expect(story('A trial ends')).rejects.toThrow('Nobody has a Stripe subscription that is trialing.');
  });

  async function newest(): Promise<Stripe.Subscription> {
    const customer = await world.customer();
    return world.client.subscriptions.create({ customer, items: [{ price: basic }] });
  }
});
