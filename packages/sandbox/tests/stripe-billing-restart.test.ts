import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { afterAll, expect, test } from 'vitest';
import type { Sandbox } from '../src/engine/sandbox';
import { startSandbox } from '../src/engine/start';

const folder = mkdtempSync(join(tmpdir(), 'tollgate-billing-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

// There is no server: webhooks and clock updates fail immediately, which the sandbox must tolerate.
const start = () => startSandbox({ dataDir: folder, appUrl: 'http://127.0.0.1:9' });

function clientOf({ url }: Sandbox): Stripe {
  const { hostname, port } = new URL(url);
  return new Stripe('sk_test_restart', {
    host: hostname,
    port,
    protocol: 'http',
    maxNetworkRetries: 0,
    telemetry: false,
  });
}

test('a subscription, an open session, and a failed payment continue after a restart', async () => {
  let box = await start();
  let client = clientOf(box);
  const price = await client.prices.create({
    currency: 'usd',
    unit_amount: 2000,
    product_data: { name: 'Pro' },
    recurring: { interval: 'month' },
  });
  const customer = await client.customers.create({ email: 'jenny@example.com' });
  const card = await client.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: customer.id });
  const good = await client.paymentMethods.attach('pm_card_visa', { customer: customer.id });
  const items = [{ price: price.id }];
  const subscription = await client.subscriptions.create({
    customer: customer.id,
    items,
    default_payment_method: good.id,
  });
  await client.subscriptions.update(subscription.id, { default_payment_method: card.id });
  const session = await client.checkout.sessions.create({
    mode: 'subscription',
    line_items: [{ price: price.id, quantity: 1 }],
    success_url: 'http://127.0.0.1:9/',
  });
  const end = subscription.items.data[0]?.current_period_end ?? 0;
  await box.close();

  box = await start();
  client = clientOf(box);
  expect(await (await fetch(`${box.url}/pay/stripe/checkout/${session.id}`)).text()).toContain('$20.00');
  expect((await client.checkout.sessions.retrieve(session.id)).url).toBe(
    `${box.url}/pay/stripe/checkout/${session.id}`,
  );
  await box.world.clocks.advance(end + 3600);
  expect((await client.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  await box.close();

  box = await start();
  client = clientOf(box);
  const [open] = (await client.invoices.list({ subscription: subscription.id, status: 'open' })).data;
  expect(open?.next_payment_attempt).toBe(end + 3600 + 32 * 3600);
  await client.subscriptions.update(subscription.id, { default_payment_method: good.id });
  await box.world.clocks.advance(open?.next_payment_attempt ?? 0);
  expect(await client.invoices.retrieve(open?.id ?? '')).toMatchObject({ status: 'paid', attempt_count: 2 });
  expect((await client.subscriptions.retrieve(subscription.id)).status).toBe('active');
  const credited = await client.invoices.createPreview({
    subscription: subscription.id,
    subscription_details: { cancel_now: true },
  });
  expect(credited.total).toBeLessThan(-1800);
  await box.close();
});
