import { afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { getAccess } from '@/lib/billing/access/get-access';
import { type CheckoutInput, startCheckout } from '@/lib/billing/checkout/start';
import { sync } from '@/lib/billing/ledger/sync';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { dashboard, refundByHand } from '../fixtures/by-hand';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { minutesPass } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  vi.restoreAllMocks();
  await db().providerCircuit.deleteMany();
  await world.calm();
});

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider) =>
  ({ plan: 'starter', interval: 'month', currency: 'USD', provider }) satisfies CheckoutInput;
const other = (provider: Provider): Provider => (provider === 'stripe' ? 'dodo' : 'stripe');
const subscriptions = (userId: string) =>
  db().subscription.findMany({ where: { workspaceId: userId }, orderBy: { createdAt: 'asc' } });

/** Refunds part of a payment of 9.00, in minor units. Dodo refunds by line item. */
async function refundPart(provider: Provider, payment: string, amount: number): Promise<void> {
  const { stripe, dodo } = dashboard();
  if (provider === 'stripe') await stripe.refunds.create({ payment_intent: payment, amount });
  else {
    const [line] = (await driver('dodo').refundLines(payment)) ?? [];
    await dodo.refunds.create({ payment_id: payment, items: [{ item_id: line?.id ?? '', amount }] });
  }
  // Dodo's refunds succeed a while later.
  await world.control('clock', { advanceSeconds: 3_600 });
}

/** A customer's second subscription, whose refund was refused, and its payment. */
async function duplicateBy(provider: Provider) {
  await world.control('faults', { provider, kind: '403', match: 'POST .*refunds$' });
  const user = await twice(other(provider), provider);
  await world.quiet();
  await world.calm();
  await db().providerCircuit.deleteMany();
  return { user, payment: await db().payment.findFirstOrThrow({ where: { workspaceId: user.id, provider } }) };
}

/** Two checkouts, one of which could not be closed; the second is paid an hour after the first. */
async function twice(first: Provider, second: Provider) {
  const user = await newCustomer();
  const one = await open(user, starter(first));
  await db().checkout.updateMany({ where: { id: one.id }, data: { state: 'superseded' } });
  const two = await open(user, starter(second));
  await pay(world, one);
  await world.control('clock', { advanceSeconds: 3_600 });
  await pay(world, two);
  return user;
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a second subscription that could not be refunded becomes the current one once the first one ended', async () => {
    await world.control('faults', { provider, kind: '403', match: 'POST .*refunds$' });
    const user = await twice(other(provider), provider);
    await world.quiet();
    const [first, second] = await subscriptions(user.id);
    expect(second).toMatchObject({ status: 'active', duplicateOf: first?.id, isCurrent: false });
    await world.calm();
    if (first?.provider === 'stripe') await dashboard().stripe.subscriptions.cancel(first.externalId);
    else await dashboard().dodo.subscriptions.update(first?.externalId ?? '', { status: 'cancelled' });
    await world.quiet();
    await db().providerCircuit.updateMany({ data: { retryAt: new Date(0) } });
    await minutesPass(world, user.id);
    expect((await subscriptions(user.id))[1]).toMatchObject({ status: 'active', duplicateOf: null, isCurrent: true });
    expect(await db().refund.count({ where: { payment: { workspaceId: user.id } } })).toBe(0);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    await expect(startCheckout(asOwner(user), starter(provider))).rejects.toMatchObject({
      code: 'billing/already-subscribed',
    });
  });

  test('if the provider no longer has the first one, the second becomes the current one', async () => {
    await world.control('faults', { provider, kind: '403', match: 'POST .*refunds$' });
    const user = await twice(other(provider), provider);
    await world.quiet();
    const [first, second] = await subscriptions(user.id);
    expect(second).toMatchObject({ status: 'active', duplicateOf: first?.id });
    expect(await db().alert.count({ where: { key: `duplicate:${second?.id}`, closedAt: null } })).toBe(1);
    const from = driver(other(provider));
    const fetch = from.fetch.bind(from);
    vi.spyOn(from, 'fetch').mockImplementation(async (target, known) =>
      target.id === first?.externalId ? { kind: 'absent' } : fetch(target, known),
    );
    await db().operation.updateMany({ where: { workspaceId: user.id, kind: 'refund' }, data: { status: 'refused' } });
    await sync(from.name, { kind: 'subscription', id: first?.externalId ?? '' }, { cause: 'test' });
    expect(await subscriptions(user.id)).toMatchObject([
      { status: 'ended', endReason: 'absent', isCurrent: false },
      { status: 'active', duplicateOf: null, isCurrent: true },
    ]);
    expect(await db().alert.count({ where: { key: `duplicate:${second?.id}`, closedAt: null } })).toBe(0);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('a duplicate partly refunded by a person is left to them, and a full refund ends it', async () => {
    const { user, payment } = await duplicateBy(provider);
    const alert = { key: `partly-refunded:${payment.id}`, closedAt: null };
    await refundPart(provider, payment.externalId, 100);
    await minutesPass(world, user.id);
    expect(await db().alert.count({ where: alert })).toBe(1);
    expect((await subscriptions(user.id))[1]).toMatchObject({ status: 'active' });
    await refundPart(provider, payment.externalId, 800);
    await minutesPass(world, user.id);
    expect((await subscriptions(user.id))[1]).toMatchObject({ status: 'ended' });
    expect(await db().alert.count({ where: alert })).toBe(0);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('a duplicate partly refunded by a person becomes the current one once the first one ended', async () => {
    const { user, payment } = await duplicateBy(provider);
    await refundPart(provider, payment.externalId, 100);
    await minutesPass(world, user.id);
    const [first] = await subscriptions(user.id);
    if (first?.provider === 'stripe') await dashboard().stripe.subscriptions.cancel(first.externalId);
    else await dashboard().dodo.subscriptions.update(first?.externalId ?? '', { status: 'cancelled' });
    await minutesPass(world, user.id);
    expect((await subscriptions(user.id))[1]).toMatchObject({ status: 'active', duplicateOf: null, isCurrent: true });
    await world.control('clock', { advanceDays: 32 });
    await minutesPass(world, user.id);
    expect((await subscriptions(user.id))[1]).toMatchObject({ status: 'active' });
    expect(await db().refund.count({ where: { payment: { workspaceId: user.id } } })).toBe(1);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('of two that both continue, the earlier one is current, whichever webhook arrives first', async () => {
    await world.control('faults', { provider, kind: 'drop' });
    const user = await twice(provider, other(provider));
    await world.quiet();
    await world.calm();
    await world.control('clock', { advanceDays: 3 });
    await world.quiet();
    const { externalId: customer } = await db().customer.findFirstOrThrow({
      where: { workspaceId: user.id, provider },
    });
    const id =
      provider === 'stripe'
        ? (await dashboard().stripe.subscriptions.list({ customer })).data[0]?.id
        : (await dashboard().dodo.subscriptions.list({ customer_id: customer })).items[0]?.subscription_id;
    await sync(provider, { kind: 'subscription', id: id ?? '' }, { cause: 'test' });
    const rows = await subscriptions(user.id);
    expect(rows.map((row) => [row.provider, row.status, row.isCurrent, row.duplicateOf])).toEqual([
      [provider, 'active', true, null],
      [other(provider), 'active', false, null],
    ]);
    const [first, second] = rows;
    expect(await db().alert.count({ where: { key: `two-subscriptions:${first?.id}:${second?.id}` } })).toBe(1);
  });
});

test('a payment that arrives while its subscription is being read belongs to it, gets its receipt, and its refund ends the access', async () => {
  const user = await newCustomer();
  const checkout = await open(user, starter('dodo'));
  const { dodo } = dashboard();
  await world.control('faults', { provider: 'dodo', kind: 'drop' });
  await pay(world, checkout);
  const { externalId: customer_id } = await db().customer.findFirstOrThrow({ where: { workspaceId: user.id } });
  const subscription = (await dodo.subscriptions.list({ customer_id })).items[0]?.subscription_id ?? '';
  const payment = (await dodo.payments.list({ customer_id })).items[0]?.payment_id ?? '';
  const from = driver('dodo');
  const fetch = from.fetch.bind(from);
  vi.spyOn(from, 'fetch').mockImplementationOnce(async (...asked) => {
    const seen = await fetch(...asked);
    await sync('dodo', { kind: 'payment', id: payment }, { cause: 'test' });
    return seen;
  });
  await sync('dodo', { kind: 'subscription', id: subscription }, { cause: 'test' });
  await world.quiet();
  expect(await db().payment.findFirstOrThrow({ where: { workspaceId: user.id } })).toMatchObject({
    ...{ sku: 'starter_month', subscriptionId: (await subscriptions(user.id))[0]?.id },
  });
  expect(await db().email.count({ where: { userId: user.id, kind: 'receipt' } })).toBe(1);
  await refundByHand('dodo', payment);
  await world.control('clock', { advanceDays: 3 });
  await sync('dodo', { kind: 'payment', id: payment }, { cause: 'test' });
  expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
});

test('buying again after both ended is possible', async () => {
  const user = await twice('stripe', 'dodo');
  await world.quiet();
  const [first] = await subscriptions(user.id);
  await dashboard().stripe.subscriptions.cancel(first?.externalId ?? '');
  await world.quiet();
  await buy(world, user, starter('dodo'));
  expect((await subscriptions(user.id)).filter(({ status }) => status === 'active')).toHaveLength(1);
});
