import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

const DAY = 86_400;
const HOUR = 3600;
let world: BillingWorld;
let basic: string;
beforeAll(async () => {
  world = await openBillingWorld();
  ({ basic } = await world.plans());
});
afterAll(() => world.close());

async function net30() {
  const { id } = await world.client.customers.create({ email: 'books@example.com' });
  const subscription = await world.client.subscriptions.create({
    customer: id,
    items: [{ price: basic }],
    collection_method: 'send_invoice',
    days_until_due: 30,
  });
  return { subscription, invoice: String(subscription.latest_invoice) };
}
const invoiceOf = (id: string): Promise<Stripe.Invoice> =>
  world.client.invoices.retrieve(id, { expand: ['payments.data.payment.payment_intent'] });

// https://docs.stripe.com/billing/invoices/subscription#sub-invoice-lifecycle
test('a first invoice that is sent is a draft for an hour, then open for 30 days, then overdue', async () => {
  const { subscription, invoice } = await net30();
  expect(subscription.status).toBe('active');
  expect(await invoiceOf(invoice)).toMatchObject({ status: 'draft', auto_advance: true });
  await world.advance(HOUR);
  const open = await invoiceOf(invoice);
  expect(open).toMatchObject({ status: 'open', due_date: open.created + 30 * DAY });
  expect(open.hosted_invoice_url).toEqual(expect.any(String));
  await world.advance(30 * DAY);
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
});

test('an invoice paid out of band is paid without a charge, and its intent is canceled', async () => {
  const { invoice } = await net30();
  await world.advance(HOUR);
  await world.client.invoices.pay(invoice, { paid_out_of_band: true });
  const paid = await invoiceOf(invoice);
  expect(paid).toMatchObject({ status: 'paid', amount_paid: 0, amount_paid_off_stripe: 2000, amount_remaining: 0 });
  expect(paid.payments?.data).toMatchObject([
    { status: 'canceled', payment: { payment_intent: { status: 'canceled' } } },
  ]);
});

test('days_until_due is only for invoices that are sent', async () => {
  const customer = await world.customer();
  const ask = (more: object) =>
    refusal(world.client.subscriptions.create({ customer, items: [{ price: basic }], ...more }));
  expect(await ask({ collection_method: 'send_invoice' })).toMatchObject({ param: 'days_until_due' });
  expect(await ask({ days_until_due: 5 })).toMatchObject({ param: 'days_until_due' });
  const { subscription } = await net30();
  const card = await world.client.subscriptions.update(subscription.id, { collection_method: 'charge_automatically' });
  expect(card.days_until_due).toBeNull();
});

// https://docs.stripe.com/api/subscriptions/update#update_subscription-cancel_at
test('an end in the middle of a later month: that month is prorated', async () => {
  const customer = await world.customer();
  const subscription = await world.client.subscriptions.create({ customer, items: [{ price: basic }] });
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  await world.client.subscriptions.update(subscription.id, { cancel_at: end + 15 * DAY });
  const preview = await world.client.invoices.createPreview({ subscription: subscription.id });
  await world.advance(end - world.now() + 2 * HOUR);
  const [last] = (await world.client.invoices.list({ subscription: subscription.id })).data;
  expect(last?.lines.data[0]?.period).toEqual({ start: end, end: end + 15 * DAY });
  expect([last?.status, last?.total]).toEqual(['paid', preview.total]);
  expect(preview.total).toBeGreaterThan(900);
  expect(preview.total).toBeLessThan(1100);
  await world.advance(15 * DAY);
  expect((await world.client.subscriptions.retrieve(subscription.id)).status).toBe('canceled');
});

test('an invoice that is finalized by API with auto-advance is charged an hour later', async () => {
  const customer = await world.customer();
  const { id } = await world.client.invoices.create({ customer, auto_advance: true });
  await world.client.invoiceItems.create({ customer, invoice: id, amount: 500, currency: 'usd' });
  const open = await world.client.invoices.finalizeInvoice(id);
  expect([open.status, open.next_payment_attempt]).toEqual(['open', world.now() + HOUR]);
  await world.advance(HOUR);
  expect(await invoiceOf(id)).toMatchObject({ status: 'paid', amount_paid: 500 });
});
