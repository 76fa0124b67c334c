import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { sync } from '@/lib/billing/ledger/sync';
import { claim } from '@/lib/billing/operations/claim';
import { runOperation } from '@/lib/billing/operations/run';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import type { Operation } from '@/lib/generated/prisma/client';
import { dashboard } from '../fixtures/by-hand';
import { newCustomer, open, pay } from '../fixtures/customer';
import { countRequests, minutesPass, operationsOf, withSettings } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await world.calm();
});

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const lifetime = (provider: Provider): CheckoutInput => ({ plan: 'lifetime', currency: 'USD', provider });
const REFUND = /POST .*refunds$/;
const given = (workspaceId: string) =>
  db().refund.findMany({ where: { payment: { workspaceId } }, select: { amount: true, paymentId: true } });

/** Bought twice, and the process died after it had claimed the refund of the second and before it sent it. */
async function diedBeforeSending(input: CheckoutInput) {
  const { id: user } = await boughtTwice(input);
  const refund = await db().operation.findFirstOrThrow({ where: { workspaceId: user, kind: 'refund' } });
  expect(refund).toMatchObject({ status: 'planned', automatic: true });
  await claim(refund.id, false);
  const { provider, mode } = refund;
  const where = { provider_mode_externalId: { provider, mode, externalId: paymentOf(refund) } };
  return { user, refund, payment: await db().payment.findUniqueOrThrow({ where }) };
}

const paymentOf = ({ params }: Operation) => (params as { paymentExternalId: string }).paymentExternalId; // of a refund

/** Two checkouts, one of which could not be closed; nothing is sent afterwards. */
async function boughtTwice(input: CheckoutInput) {
  const user = await newCustomer();
  const one = await open(user, input);
  await db().checkout.updateMany({ where: { id: one.id }, data: { state: 'superseded' } });
  const two = await open(user, input);
  await withSettings({ actions: false }, async () => {
    await pay(world, one);
    await world.control('clock', { advanceSeconds: 3_600 });
    await pay(world, two);
    await world.quiet();
  });
  return user;
}

/** Looks an operation up as the jobs do after a pause. */
async function lookUp({ id }: Operation): Promise<Operation | null> {
  await db().operation.update({ where: { id }, data: { nextAttemptAt: new Date(0) } });
  return runOperation(id);
}

/** Two lookups that find nothing. Returns the operation that was planned instead. */
async function concluded(refund: Operation): Promise<Operation> {
  expect(await lookUp(refund)).toMatchObject({ status: 'unknown', absentSeen: 1 });
  expect(await lookUp(refund)).toMatchObject({ status: 'withdrawn' });
  return db().operation.findFirstOrThrow({ where: { key: refund.key, status: 'planned' } });
}

describe.each(PROVIDERS)('through %s, a process that died before it sent a refund', (provider) => {
  test.each([
    ['a second subscription', starter(provider)],
    ['a second Lifetime', lifetime(provider)],
  ])('of %s delays it by minutes, and it is made once', async (_, input) => {
    const { user, payment } = await diedBeforeSending(input);
    const asked = await countRequests(world, provider, REFUND);
    await minutesPass(world, user);
    expect(await given(user)).toEqual([{ amount: payment.amount, paymentId: payment.id }]);
    expect(await countRequests(world, provider, REFUND)).toBe(asked + 1);
    const refunds = (await operationsOf(user)).filter((operation) => operation.startsWith('refund'));
    expect(refunds).toEqual(['refund withdrawn', 'refund succeeded']);
  });

  test('is concluded and planned again together, so a provider that fails meanwhile loses neither', async () => {
    const { user, refund, payment } = await diedBeforeSending(starter(provider));
    await lookUp(refund);
    const path = provider === 'stripe' ? 'GET .*/payment_intents/' : 'GET .*/payments/';
    await world.control('faults', { provider, kind: '503', match: path });
    expect(await lookUp(refund)).toMatchObject({ status: 'unknown' });
    await world.calm();
    await minutesPass(world, user);
    expect(await given(user)).toEqual([{ amount: payment.amount, paymentId: payment.id }]);
  });

  test('whose request arrived after all, before the second one is sent: only that one is made', async () => {
    const { user, refund, payment } = await diedBeforeSending(starter(provider));
    const again = await concluded(refund);
    world.kept = [];
    await driver(provider).refundPayment(payment.externalId, refund.id);
    const asked = await countRequests(world, provider, REFUND);
    expect(await runOperation(again.id)).toMatchObject({ status: 'stale' });
    await minutesPass(world, user);
    expect(await countRequests(world, provider, REFUND)).toBe(asked);
    expect(await given(user)).toEqual([{ amount: payment.amount, paymentId: payment.id }]);
  });

  test('whose request arrives the moment the second one is sent: the provider makes one', async () => {
    const { user, refund, payment } = await diedBeforeSending(starter(provider));
    const again = await concluded(refund);
    const to = driver(provider);
    const send = to.refundPayment.bind(to);
    vi.spyOn(to, 'refundPayment').mockImplementationOnce(async (id, operation, share) => {
      await send(id, refund.id);
      return send(id, operation, share);
    });
    expect(await runOperation(again.id)).toMatchObject({ status: 'refused' });
    await minutesPass(world, user);
    expect(await given(user)).toEqual([{ amount: payment.amount, paymentId: payment.id }]);
    const second = await db().subscription.findFirstOrThrow({ where: { id: payment.subscriptionId ?? '' } });
    expect(second).toMatchObject({ status: 'ended' });
  });
});

test('a second Lifetime that a person refunded in part is left to them, however often it is synced', async () => {
  const { refund, payment, user } = await diedBeforeSending(lifetime('stripe'));
  await db().operation.update({ where: { id: refund.id }, data: { status: 'refused', nextAttemptAt: new Date(0) } });
  await dashboard().stripe.refunds.create({ payment_intent: payment.externalId, amount: 1_000 });
  for (let time = 0; time < 2; time += 1)
    await sync('stripe', { kind: 'payment', id: payment.externalId }, { cause: 'test' });
  expect(await operationsOf(user)).toEqual(['refund refused']);
});
