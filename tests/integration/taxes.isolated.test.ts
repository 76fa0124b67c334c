import { beforeAll, expect, test } from 'vitest';
import { sync } from '@/lib/billing/ledger/sync';
import { operatorRefund } from '@/lib/billing/operators/refund';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { buy, newCustomer, open } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  Object.assign(process.env, { STRIPE_AUTOMATIC_TAX: 'on', STRIPE_TAX_ID_COLLECTION: 'on' });
  world = await startWorld();
});

async function stripe(path: string, form?: Record<string, string>): Promise<Record<string, unknown>> {
  const answer = await fetch(`${world.sandbox.url}/v1/${path}`, {
    headers: { authorization: `Bearer ${env().payments.stripe?.secretKey}` },
    ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
  });
  if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  return (await answer.json()) as Record<string, unknown>; // Stripe's own shapes, checked by the tests
}

test('tax that the seller of record adds is part of the payment, and is refunded with it', async () => {
  const user = await newCustomer();
  const checkout = await open(user, { plan: 'credits', quantity: 1, currency: 'EUR', provider: 'dodo' });
  await world.control(`dodo/checkout/${checkout.externalId}/pay`, { country: 'DE' });
  await world.quiet();
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  expect(payment).toMatchObject({ amount: 1071n, tax: 171n, currency: 'EUR' });
  expect(
    await operatorRefund({ payment: payment.id, amount: null, items: [], reason: null, actor: 'test' }),
  ).toMatchObject({
    ...{ state: 'done', amount: 1071n },
  });
});

test('Stripe calculates the tax and collects a tax ID, for subscriptions and for one-time purchases', async () => {
  for (const plan of ['lifetime', 'starter'] as const) {
    const common = { currency: 'USD', provider: 'stripe' } as const;
    const input = plan === 'lifetime' ? { plan, ...common } : { plan, interval: 'month' as const, ...common };
    const checkout = await open(await newCustomer(), input);
    expect(await stripe(`checkout/sessions/${checkout.externalId}`)).toMatchObject({
      automatic_tax: { enabled: true },
      tax_id_collection: { enabled: true },
    });
  }
});

test('a NUL character in a provider’s text is replaced, and processing continues', async () => {
  const user = await newCustomer();
  await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  const { id, externalId } = await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
  await stripe(`payment_intents/${externalId}`, { description: 'A gift\0 for you' });
  expect(await sync('stripe', { kind: 'payment', id: externalId }, { cause: 'test' })).toBe('written');
  expect(await db().payment.findUnique({ where: { id } })).toMatchObject({ description: 'A gift\ufffd for you' });
});
