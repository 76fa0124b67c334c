import type Stripe from 'stripe';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';
let pro = '';
let once = '';

const DAY = 86_400;
const HOUR = 3600;

beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());
beforeEach(async () => {
  world.world.reset();
  await world.world.clocks.freeze(true);
  ({ basic, pro } = await world.plans());
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

/** A customer who has just subscribed with this card; what led there is forgotten. */
async function subscriber(card = 'pm_card_visa', params: Partial<Stripe.SubscriptionCreateParams> = {}) {
  const customer = await world.customer(card);
  const subscription = await world.client.subscriptions.create({ customer, items: [{ price: basic }], ...params });
  await events();
  return { customer, subscription, item: subscription.items.data[0]?.id ?? '' };
}

const events = () => world.recorded();
const types = async (): Promise<string[]> => (await events()).map(({ type }) => type);

describe('At checkout', () => {
  test('(a) buying once: the payment, then the completed session; the balance transaction two seconds later', async () => {
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

  test('(b) subscribing: the subscription is active from its first event', async () => {
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

  test('(c) a trial: nothing is charged, a reminder three days before its end, then the first invoice', async () => {
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

  test('(d) a refused card leaves the session open for another one', async () => {
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

  test('(d) a challenge: passed it completes the session, failed it leaves it open', async () => {
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

  test('(l) a bank debit: complete but unpaid at once, paid days later', async () => {
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

  test('(l) a bank debit that bounces: the subscription had begun and falls behind', async () => {
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

  test('(m) nobody pays: the session expires after a day, or when it is told to', async () => {
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

  test('saving a card: nothing is made a default by itself', async () => {
    const customer = await world.client.customers.create({ email: 'jenny@example.com' });
    const { id } = await session({ mode: 'setup', currency: 'usd', customer: customer.id, line_items: [] });
    await events();
    await world.pay(id);
    expect(await types()).toEqual(['setup_intent.succeeded', 'payment_method.attached', 'checkout.session.completed']);
    expect((await world.client.customers.retrieve(customer.id)) as Stripe.Customer).toMatchObject({
      invoice_settings: { default_payment_method: null },
    });
  });
});

describe('Renewals', () => {
  test('(e) a month later: a draft, and an hour after it the money', async () => {
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

  test('(f) a card that fails: past due, retried for two weeks, then the subscription ends', async () => {
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

  test('(f) the other two ends of dunning: unpaid with drafts that wait, or past due for ever', async () => {
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

  test('(f) paying the open invoice with another card brings the customer back', async () => {
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

  test('(f) a bank that asks on renewal: action required, nothing is retried by itself', async () => {
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
});

describe('Changes', () => {
  test('(g) an upgrade billed at once is one synchronous chain', async () => {
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

  test('(g) a refused upgrade: applied and past due, or refused as a whole, or waiting for its payment', async () => {
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

  test('(g) a pending change that is not paid within 23 hours is dropped and its invoice void', async () => {
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

  test('(g) a downgrade at the end of the period, by a schedule that lets go afterwards', async () => {
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

  test('(h) leaving at the end of the period, changing one’s mind, and leaving after all', async () => {
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

  test('(i) leaving now: one event, and no money back unless it is asked for as credit', async () => {
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

  test('(n) a trial shorter than three days warns at once; one that is ended early warns too', async () => {
    const { subscription } = await subscriber('pm_card_visa', { trial_period_days: 10 });
    await world.client.subscriptions.update(subscription.id, { trial_end: 'now' });
    expect(await types()).toContain('customer.subscription.trial_will_end');
    const customer = await world.customer();
    await events();
    await world.client.subscriptions.create({ customer, items: [{ price: basic }], trial_period_days: 2 });
    expect(await types()).toContain('customer.subscription.trial_will_end');
  });
});

describe('A first payment that does not work', () => {
  test('(d) through the API the subscription waits, incomplete, and is over after 23 hours', async () => {
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

  test('(b) confirmed by the client, an incomplete subscription becomes active', async () => {
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

  test('without a payment method the API refuses; with error_if_incomplete nothing is created', async () => {
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
});
