import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
let basic = '';
beforeAll(async () => {
  world = await openBillingWorld();
  ({ basic } = await world.plans());
});
afterAll(() => world.close());

const HOUR = 3600;
const DAY = 24 * HOUR;
const items = () => [{ price: basic }];

// The members of a real invoice, in the order of recorded responses.
const INVOICE =
  `id object account_country account_name account_tax_ids amount_due amount_overpaid amount_paid amount_remaining
  amount_shipping application attempt_count attempted auto_advance automatic_tax automatically_finalizes_at billing_reason
  collection_method created currency custom_fields customer customer_account customer_address customer_email customer_name
  customer_phone customer_shipping customer_tax_exempt customer_tax_ids default_payment_method default_source
  default_tax_rates description discounts due_date effective_at ending_balance footer from_invoice hosted_invoice_url
  invoice_pdf issuer last_finalization_error latest_revision lines livemode metadata next_payment_attempt number
  on_behalf_of parent payment_settings period_end period_start post_payment_credit_notes_amount
  pre_payment_credit_notes_amount receipt_number rendering shipping_cost shipping_details starting_balance
  statement_descriptor status status_transitions subtotal subtotal_excluding_tax test_clock total total_discount_amounts
  total_excluding_tax total_pretax_credit_amounts total_taxes webhooks_delivered_at`.split(/\s+/);
const LINE =
  `id object amount currency description discount_amounts discountable discounts invoice livemode metadata parent
  period pretax_credit_amounts pricing quantity quantity_decimal subtotal taxes`.split(/\s+/);

const active = async () => world.client.subscriptions.create({ customer: await world.customer(), items: items() });
const incomplete = async () =>
  world.client.subscriptions.create({ customer: await world.customer('pm_card_chargeCustomerFail'), items: items() });

/** Subscriptions in each status, and how they got there. */
const subscriptions: Record<string, () => Promise<Stripe.Subscription>> = {
  active,
  trialing: async () =>
    world.client.subscriptions.create({ customer: await world.customer(), items: items(), trial_period_days: 9 }),
  incomplete,
  incomplete_expired: async () => {
    const made = await incomplete();
    await world.advance(DAY);
    return made;
  },
  canceled: async () => {
    const made = await active();
    return world.client.subscriptions.cancel(made.id);
  },
  paused: async () => {
    const made = await active();
    return world.client.subscriptions.pause(made.id, { type: 'subscription' });
  },
  past_due: () => behind('past_due'),
  unpaid: () => behind('unpaid'),
};

async function behind(afterLastRetry: string): Promise<Stripe.Subscription> {
  await world.control('stripe/settings', { afterLastRetry });
  const customer = await world.customer();
  const made = await world.client.subscriptions.create({ customer, items: items() });
  await world.payWith(customer, 'pm_card_chargeCustomerFail');
  await world.advance((made.items.data[0]?.current_period_end ?? 0) - world.now() + 15 * DAY);
  return made;
}

for (const [status, make] of Object.entries(subscriptions)) {
  test(`a subscription that is ${status.replace('_', ' ')} can be retrieved, listed, and searched, with all its members`, async () => {
    const { client } = world;
    const { id, customer } = await make();
    const fetched = await client.subscriptions.retrieve(id, {
      expand: ['customer', 'latest_invoice.payments', 'items.data.price.product', 'default_payment_method'],
    });
    expect(fetched.status).toBe(status);
    expect(fetched).toMatchObject({ object: 'subscription', billing_mode: { type: 'flexible' } });
    expect(fetched.latest_invoice).toMatchObject({ object: 'invoice', payments: { object: 'list' } });
    expect(fetched.items.data[0]?.price.product).toMatchObject({ object: 'product', name: 'Basic' });
    const { data } = await client.subscriptions.list({ customer: String(customer), status: 'all' });
    expect(data.map((it) => it.id)).toContain(id);
    const plain = await client.subscriptions.list({ customer: String(customer) });
    expect(plain.data.some((it) => it.id === id)).toBe(status !== 'canceled');
    const named = status as Stripe.SubscriptionListParams.Status;
    const listed = await client.subscriptions.list({ customer: String(customer), status: named });
    expect(listed.data.map((it) => it.id)).toEqual([id]);
    const found = await client.subscriptions.search({ query: `status:'${status}'` });
    expect(found.data.map((it) => it.id)).toContain(id);
    const { data: itemList } = await client.subscriptionItems.list({ subscription: id });
    expect(await client.subscriptionItems.retrieve(itemList[0]?.id ?? '')).toMatchObject({ subscription: id });
  });
}

test('an invoice has every member of a real one in each status, and can be found by status', async () => {
  const { client } = world;
  const customer = await world.customer();
  const make = async (): Promise<string> => {
    const { id = '' } = await client.invoices.create({ customer });
    await client.invoiceItems.create({ customer, invoice: id, amount: 500, currency: 'usd' });
    return id;
  };
  const states: Record<string, (id: string) => Promise<unknown>> = {
    draft: async () => undefined,
    open: (id) => client.invoices.finalizeInvoice(id),
    paid: (id) => client.invoices.pay(id),
    uncollectible: async (id) => {
      await client.invoices.finalizeInvoice(id);
      await client.invoices.markUncollectible(id);
    },
    void: async (id) => {
      await client.invoices.finalizeInvoice(id);
      await client.invoices.voidInvoice(id);
    },
  };
  for (const [status, reach] of Object.entries(states)) {
    const id = await make();
    await reach(id);
    const { json } = await world.raw('GET', `/v1/invoices/${id}`);
    expect(Object.keys(json).sort()).toEqual(expect.arrayContaining(INVOICE));
    expect(json).toMatchObject({ status });
    expect(json).not.toHaveProperty('payments');
    expect(json).not.toHaveProperty('confirmation_secret');
    expect(Object.keys(json.lines.data[0])).toEqual(expect.arrayContaining(LINE));
    expect(json.lines).toMatchObject({
      object: 'list',
      has_more: false,
      total_count: 1,
      url: `/v1/invoices/${id}/lines`,
    });
    const listed = await client.invoices.list({ customer, status: status as Stripe.InvoiceListParams.Status });
    expect(listed.data.map((it) => it.id)).toEqual([id]);
    const payments = await client.invoicePayments.list({ invoice: id });
    const expected = { draft: [], open: ['open'], paid: ['paid'], uncollectible: ['open'], void: ['canceled'] }[status];
    expect(payments.data.map((it) => it.status)).toEqual(expected);
    for (const payment of payments.data) {
      expect(await client.invoicePayments.retrieve(payment.id)).toEqual(payment);
      const intent = String(payment.payment.payment_intent);
      const byIntent = { payment: { type: 'payment_intent' as const, payment_intent: intent } };
      expect((await client.invoicePayments.list(byIntent)).data).toEqual([payment]);
    }
  }
});

test('schedules, sessions, portal, and credit notes can be retrieved in each status', async () => {
  const { client } = world;
  const customer = await world.customer();
  const phases = [{ items: [{ price: basic, quantity: 1 }], duration: { interval: 'month' as const } }];
  const later = await client.subscriptionSchedules.create({ customer, start_date: world.now() + DAY, phases });
  expect(later).toMatchObject({ status: 'not_started', subscription: null, current_phase: null });
  const dropped = await client.subscriptionSchedules.create({ customer, start_date: world.now() + DAY, phases });
  expect((await client.subscriptionSchedules.cancel(dropped.id)).status).toBe('canceled');
  const now = await client.subscriptionSchedules.create({
    customer,
    start_date: 'now',
    end_behavior: 'cancel',
    phases,
  });
  expect(now).toMatchObject({ status: 'active', subscription: expect.stringMatching(/^sub_/) });
  await world.advance(DAY);
  const begun = await client.subscriptionSchedules.retrieve(later.id, { expand: ['subscription'] });
  expect(begun).toMatchObject({ status: 'active', subscription: { status: 'active' } });
  expect((await client.subscriptionSchedules.release(later.id)).status).toBe('released');
  await world.advance(32 * DAY);
  const done = await client.subscriptionSchedules.retrieve(now.id);
  expect(done.status).toBe('completed');
  expect((await client.subscriptions.retrieve(String(done.subscription))).status).toBe('canceled');
  expect((await client.subscriptionSchedules.list({ customer })).data).toHaveLength(3);

  const invoice = (await client.invoices.list({ customer, status: 'paid', limit: 1 })).data[0]?.id ?? '';
  const note = await client.creditNotes.create({ invoice, amount: 100, credit_amount: 100 });
  expect(await client.creditNotes.retrieve(note.id)).toEqual(note);
  expect((await client.creditNotes.list({ invoice })).data).toEqual([note]);

  const portal = await client.billingPortal.sessions.create({ customer, return_url: 'http://127.0.0.1:9/' });
  expect(portal).toMatchObject({
    object: 'billing_portal.session',
    flow: null,
    configuration: expect.stringMatching(/^bpc_/),
  });
  const standing = await client.billingPortal.configurations.list({ is_default: true });
  expect(standing.data).toHaveLength(1);
  expect(await client.billingPortal.configurations.retrieve(String(portal.configuration))).toEqual(standing.data[0]);
});

test('invalid requests are rejected with Stripe’s messages', async () => {
  const { client } = world;
  const customer = await world.customer();
  const sub = await client.subscriptions.create({ customer, items: items() });
  const item = sub.items.data[0]?.id ?? '';
  const cases: [Promise<unknown>, Partial<Stripe.errors.StripeError>][] = [
    [client.subscriptions.retrieve('sub_none'), { statusCode: 404, code: 'resource_missing', param: 'id' }],
    [
      client.subscriptions.create({ customer, items: [{ price: 'price_none' }] }),
      { statusCode: 400, param: 'items[0][price]' },
    ],
    [
      client.subscriptions.update(sub.id, { items: [{ id: 'si_none', price: basic }] }),
      { statusCode: 400, param: 'items[0][id]' },
    ],
    [
      client.subscriptions.update(sub.id, { items: [{ id: item, deleted: true }] }),
      { statusCode: 400, param: 'items' },
    ],
    [
      client.subscriptions.update(sub.id, { cancel_at: world.now() + DAY, cancel_at_period_end: true }),
      { statusCode: 400, param: 'cancel_at' },
    ],
    [
      client.subscriptions.update(sub.id, {
        items: [{ id: item, quantity: 2 }],
        proration_date: world.now() - 90 * DAY,
      }),
      { statusCode: 400, param: 'proration_date' },
    ],
    [
      client.checkout.sessions.create({
        mode: 'payment',
        line_items: [{ price: basic, quantity: 1 }],
        success_url: 'http://x.y',
      }),
      { statusCode: 400 },
    ],
    [
      client.checkout.sessions.create({ mode: 'subscription', line_items: [{ price: basic, quantity: 1 }] }),
      { param: 'success_url' },
    ],
    [client.invoices.createPreview({ customer: 'cus_none' }), { statusCode: 400 }],
    [client.invoices.retrieve('in_none'), { statusCode: 404 }],
    [client.subscriptions.retrieve(sub.id, { expand: ['foo'] }), { statusCode: 400 }],
    [
      client.subscriptions.create({ customer, items: items(), default_tax_rates: ['txr_1'] }),
      { statusCode: 400, param: 'default_tax_rates', code: 'sandbox_unsupported' },
    ],
  ];
  for (const [call, expected] of cases) expect(await refusal(call)).toMatchObject(expected);
  const euro = await world.price('Euro', 900, { interval: 'month' }, 'eur');
  expect((await refusal(client.subscriptions.create({ customer, items: [{ price: euro }] }))).message).toMatch(
    /^You cannot combine currencies on a single customer/,
  );
});
