import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

// https://docs.stripe.com/billing/subscriptions/sepa-debit and the test accounts on that page.
const PAYS = 'AT611904300234573201';
const BOUNCES = 'AT861904300235473202';
const DAY = 86_400;
let world: BillingWorld;
let monthly: string;
beforeAll(async () => {
  world = await openBillingWorld();
  monthly = await world.price('Monatlich', 2000, { interval: 'month' }, 'eur');
});
afterAll(() => world.close());

async function debitor(iban: string) {
  const { client } = world;
  const billing_details = { name: 'Eva', email: 'eva@example.com' };
  const customer = await client.customers.create(billing_details);
  const method = await client.paymentMethods.create({ type: 'sepa_debit', sepa_debit: { iban }, billing_details });
  await client.paymentMethods.attach(method.id, { customer: customer.id });
  return { customer: customer.id, default_payment_method: method.id };
}
const stateOf = async (id: string) => {
  const { status, latest_invoice } = await world.client.subscriptions.retrieve(id, { expand: ['latest_invoice'] });
  return [status, (latest_invoice as Stripe.Invoice).status]; // expanded
};

test('a first debit makes the subscription active while it is processing; days later it is paid', async () => {
  const made = await world.client.subscriptions.create({ ...(await debitor(PAYS)), items: [{ price: monthly }] });
  expect(await stateOf(made.id)).toEqual(['active', 'open']);
  await world.advance(2 * DAY);
  expect(await stateOf(made.id)).toEqual(['active', 'open']);
  await world.advance(2 * DAY);
  expect(await stateOf(made.id)).toEqual(['active', 'paid']);
});

test('a first debit that bounces leaves the subscription past due', async () => {
  const made = await world.client.subscriptions.create({ ...(await debitor(BOUNCES)), items: [{ price: monthly }] });
  expect(await stateOf(made.id)).toEqual(['active', 'open']);
  await world.advance(4 * DAY);
  expect(await stateOf(made.id)).toEqual(['past_due', 'open']);
});

test('a renewal is processing for days as well', async () => {
  const made = await world.client.subscriptions.create({ ...(await debitor(PAYS)), items: [{ price: monthly }] });
  const end = made.items.data[0]?.current_period_end ?? 0;
  await world.advance(end - world.now() + 2 * 3600);
  expect(await stateOf(made.id)).toEqual(['active', 'open']);
  await world.advance(4 * DAY);
  expect(await stateOf(made.id)).toEqual(['active', 'paid']);
});

test('the hosted invoice asks for the confirmation that a renewal needs, which pays it', async () => {
  const customer = await world.customer();
  const price = await world.price('Basic', 2000);
  const made = await world.client.subscriptions.create({ customer, items: [{ price }] });
  await world.payWith(customer, 'pm_card_authenticationRequired');
  await world.advance((made.items.data[0]?.current_period_end ?? 0) - world.now() + 2 * 3600);
  expect(await stateOf(made.id)).toEqual(['past_due', 'open']);
  const [invoice] = (await world.client.invoices.list({ subscription: made.id })).data;
  const page = String(invoice?.hosted_invoice_url);
  const saved = /name="saved" value="([^"]+)"/.exec(await (await fetch(page)).text())?.[1] ?? '';
  const asked = await fetch(page, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ saved }),
    headers: { origin: world.url, 'sec-fetch-site': 'same-origin' },
  });
  expect(asked.status).toBe(303);
  const intent = /(pi_\w+)/.exec(asked.headers.get('location') ?? '')?.[1] ?? '';
  expect((await world.control(`stripe/challenges/${intent}`, { passed: true })).status).toBe(200);
  expect(await stateOf(made.id)).toEqual(['active', 'paid']);
});
