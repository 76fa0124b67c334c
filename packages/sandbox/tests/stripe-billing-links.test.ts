import type Stripe from 'stripe';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { refusal } from './stripe-api-world';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

// https://docs.stripe.com/api/payment-link
let world: BillingWorld;
beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());

/** Opens a link like a browser; returns the session that it redirects to. */
async function visit(link: Stripe.PaymentLink, query = ''): Promise<string> {
  const answer = await fetch(link.url + query, { redirect: 'manual' });
  return /(cs_test_\w+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? '';
}

test('every visit of a link creates a Checkout Session, and a payment creates a new customer', async () => {
  const price = await world.price('Lifetime', 59_000, null);
  const link = await world.client.paymentLinks.create({
    line_items: [{ price, quantity: 1 }],
    metadata: { from: 'support' },
    expand: ['line_items'],
  });
  expect(link.line_items?.data).toMatchObject([{ price: { id: price }, quantity: 1 }]);
  const [one, two] = [await visit(link, '?prefilled_email=ada@example.com'), await visit(link)];
  expect(one).not.toBe(two);
  await world.pay(one);
  const { data } = await world.client.checkout.sessions.list({ payment_link: link.id, status: 'complete' });
  expect(data).toMatchObject([
    { id: one, payment_status: 'paid', metadata: { from: 'support' }, payment_link: link.id },
  ]);
  expect(data[0]?.customer_details?.email).toBe('ada@example.com');
});

test('a link for a plan creates a subscription with the link’s metadata', async () => {
  const price = await world.price('Plan', 900);
  const link = await world.client.paymentLinks.create({
    line_items: [{ price, quantity: 2 }],
    subscription_data: { metadata: { note: 'by hand' } },
  });
  const session = await visit(link);
  await world.pay(session);
  const { subscription } = await world.client.checkout.sessions.retrieve(session, { expand: ['subscription'] });
  expect(subscription).toMatchObject({ status: 'active', metadata: { note: 'by hand' } });
});

test('a deactivated link opens nothing, and unsupported features of links are rejected', async () => {
  const price = await world.price('Once', 900, null);
  const link = await world.client.paymentLinks.create({ line_items: [{ price, quantity: 1 }] });
  await world.client.paymentLinks.update(link.id, { active: false });
  expect((await fetch(link.url, { redirect: 'manual' })).status).toBe(400);
  const requested = { line_items: [{ price, quantity: 1 }], automatic_tax: { enabled: true } };
  expect(await refusal(world.client.paymentLinks.create(requested))).toMatchObject({ code: 'parameter_unknown' });
});
