import { afterAll, beforeAll, expect, test } from 'vitest';
import { type BillingWorld, openBillingWorld } from './stripe-billing-world';

let world: BillingWorld;
beforeAll(async () => {
  world = await openBillingWorld();
});
afterAll(() => world.close());

test('a provider’s objects are listed under its name, and the sandbox’s own state separately', async () => {
  const price = await world.price('Lifetime', 59_000, null);
  const link = await world.client.paymentLinks.create({ line_items: [{ price, quantity: 1 }] });
  const answer = await fetch(link.url, { redirect: 'manual' });
  await world.pay(/(cs_test_\w+)/.exec(answer.headers.get('location') ?? '')?.[1] ?? '');
  const page = await (await fetch(`${new URL(link.url).origin}/objects`)).text();
  const [stripe = '', own = ''] = page.split('The sandbox itself');
  for (const name of ['stripe.prices', 'stripe.charges', 'stripe.checkout-sessions']) {
    expect(stripe, name).toContain(name);
    expect(own, name).not.toContain(name);
  }
  expect(own).toContain('stripe.checkout-memory');
  expect(stripe).not.toContain('stripe.checkout-memory');
});
