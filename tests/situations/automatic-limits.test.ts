import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { getAccess } from '@/lib/billing/access/get-access';
import { billingOverview } from '@/lib/billing/account/overview';
import { type CheckoutInput, startCheckout } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { asOwner } from '../fixtures/as-owner';
import { dashboard, look, loseDispute, priceOf, refundByHand, sellPrice, sellRetainer } from '../fixtures/by-hand';
import { changeCards } from '../fixtures/card';
import { buy, newCustomer, open, pay } from '../fixtures/customer';
import { minutesPass, operationsOf, withSettings } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

type Provider = 'stripe' | 'dodo';
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'USD', provider },
});
const proYear = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'pro', interval: 'year', currency: 'USD', provider },
});
const lifetime = (provider: Provider): CheckoutInput => ({ plan: 'lifetime', currency: 'USD', provider });
const other = (provider: Provider): Provider => (provider === 'stripe' ? 'dodo' : 'stripe');
const subscriptions = (userId: string) =>
  db().subscription.findMany({ where: { workspaceId: userId }, orderBy: { createdAt: 'asc' } });
const payments = (userId: string) =>
  db().payment.findMany({ where: { workspaceId: userId }, orderBy: { createdAt: 'asc' }, include: { refunds: true } });
const alertsOf = (externalId: string) =>
  db().alert.count({ where: { detail: { path: ['externalId'], equals: externalId } } });
const subscribed = { code: 'billing/already-subscribed' };

async function advance(days: number): Promise<void> {
  await world.control('clock', { advanceDays: days });
  await world.quiet();
}

async function buyer(provider: Provider, input = starter(provider)) {
  const user = await newCustomer();
  await buy(world, user, input);
  return user;
}

/** A customer's latest payment, as Stripe has it. */
async function newestPayment(userId: string): Promise<string> {
  const { externalId: customer } = await db().customer.findFirstOrThrow({
    where: { workspaceId: userId, provider: 'stripe' },
  });
  return (await dashboard().stripe.paymentIntents.list({ customer, limit: 1 })).data[0]?.id ?? '';
}

/** Two checkouts, one of which could not be closed, and both are paid, the second an hour after the first. */
async function twice(first: CheckoutInput & { provider: Provider }, second: CheckoutInput & { provider: Provider }) {
  const user = await newCustomer();
  const one = await open(user, first);
  await db().checkout.updateMany({ where: { id: one.id }, data: { state: 'superseded' } });
  const two = await open(user, second);
  await pay(world, one);
  await world.control('clock', { advanceSeconds: 3_600 });
  return { user, payTwo: () => pay(world, two) };
}

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a full refund in the Dashboard ends the subscription it paid for, so that nothing renews', async () => {
    const user = await buyer(provider);
    const [first] = await payments(user.id);
    await refundByHand(provider, first?.externalId ?? '');
    await world.control('clock', { advanceSeconds: 60 });
    await world.quiet();
    await minutesPass(world, user.id, 1);
    expect(await subscriptions(user.id)).toMatchObject([{ status: 'ended' }]);
    expect(await db().email.count({ where: { userId: user.id, kind: 'ended' } })).toBe(1);
    await buy(world, user, proYear(other(provider)));
    await advance(35);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
    expect(
      (await payments(user.id)).filter(({ status, amount }) => status === 'succeeded' && amount === 900n),
    ).toHaveLength(1);
  });

  test('where a refund does not end it, another subscription is not sold while it still runs', async () => {
    const user = await buyer(provider);
    const [first] = await payments(user.id);
    await withSettings({ endOnRefund: false }, async () => {
      await refundByHand(provider, first?.externalId ?? '');
      await world.control('clock', { advanceSeconds: 60 });
      await world.quiet();
      expect(await subscriptions(user.id)).toMatchObject([{ status: 'active' }]);
      expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
      await expect(startCheckout(asOwner(user), proYear(other(provider)))).rejects.toMatchObject(subscribed);
    });
  });

  test('a lost dispute ends the subscription: a customer who charges back is not charged again', async () => {
    const user = await buyer(provider);
    const [first] = await payments(user.id);
    await loseDispute(world, provider, first?.externalId ?? '');
    await world.quiet();
    await minutesPass(world, user.id, 1);
    expect(await subscriptions(user.id)).toMatchObject([{ status: 'ended' }]);
    await advance(35);
    expect(await payments(user.id)).toHaveLength(1);
  });

  test('the second of two purchases is refunded first, and only ended then', async () => {
    const { user, payTwo } = await twice(
      { ...starter(provider), provider },
      { ...starter(other(provider)), provider: other(provider) },
    );
    await payTwo();
    await world.quiet();
    const [kept, second] = await subscriptions(user.id);
    expect(kept).toMatchObject({ status: 'active', isCurrent: true });
    expect(second).toMatchObject({ status: 'ended', duplicateOf: kept?.id });
    expect((await payments(user.id)).map(({ refunds }) => refunds.length)).toEqual([0, 1]);
    expect(await db().email.count({ where: { userId: user.id, kind: 'duplicate-subscription' } })).toBe(1);
  });

  test('a retainer of another product is left alone: before ours, after it, and without it', async () => {
    const user = await buyer(provider, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    const before = await sellRetainer(world, user.id, provider);
    await world.quiet();
    expect((await billingOverview(user.id)).subscription).toBeNull();
    expect(await getAccess(user.id)).toMatchObject({ plan: 'free', level: 'none' });
    await buy(world, user, starter(provider));
    const after = await sellRetainer(world, user.id, provider);
    await world.quiet();
    await advance(1);
    expect(await getAccess(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    const rows = await subscriptions(user.id);
    for (const id of [before, after]) {
      expect(rows.find(({ externalId }) => externalId === id)).toMatchObject({
        ...{ origin: 'foreign', status: 'active', isCurrent: false, duplicateOf: null },
      });
      expect(await alertsOf(id)).toBe(1);
    }
    expect(await operationsOf(user.id)).toEqual([]);
    expect((await payments(user.id)).flatMap(({ refunds }) => refunds)).toEqual([]);
    await deleteAccount(user.id);
    await world.quiet();
    const left = await subscriptions(user.id);
    expect(left.map(({ origin, status }) => `${origin} ${status}`).sort()).toEqual([
      'checkout ended',
      'foreign active',
      'foreign active',
    ]);
    expect(await operationsOf(user.id)).toEqual(['cancel succeeded']);
  });

  test('a second subscription that a person created is left to a person', async () => {
    const user = await buyer(provider);
    await world.control('clock', { advanceSeconds: 60 });
    await sellPrice(world, user.id, provider, await priceOf(provider, 'pro_month'));
    await world.quiet();
    expect(await subscriptions(user.id)).toMatchObject([
      { origin: 'checkout', status: 'active', isCurrent: true },
      { origin: 'dashboard', isCurrent: false, duplicateOf: null },
    ]);
    expect(await operationsOf(user.id)).toEqual([]);
    expect(await db().alert.count({ where: { kind: 'two live subscriptions' } })).toBeGreaterThan(0);
  });

  test('Lifetime bought while a renewal is owed ends the debt, with one email', async () => {
    const user = await buyer(provider);
    const [held] = await subscriptions(user.id);
    const { externalId: customer } = await db().customer.findFirstOrThrow({
      where: { workspaceId: user.id, provider },
    });
    changeCards(world, provider, customer, { number: '4000000000000341' });
    await advance(31.2);
    expect(await subscriptions(user.id)).toMatchObject([{ status: 'past_due' }]);
    await buy(world, user, lifetime(provider));
    await minutesPass(world, user.id, 2);
    expect(await subscriptions(user.id)).toMatchObject([{ status: 'ended' }]);
    if (provider === 'stripe') {
      const { data } = await dashboard().stripe.invoices.list({ subscription: held?.externalId ?? '', limit: 10 });
      expect(data.map(({ status }) => status).sort()).toEqual(['paid', 'void']);
    }
    await advance(20);
    await look(provider, held?.externalId ?? '');
    await minutesPass(world, user.id, 1);
    expect((await payments(user.id)).filter(({ status }) => status === 'succeeded')).toHaveLength(2);
    expect((await operationsOf(user.id)).filter((operation) => operation.startsWith('cancel'))).toEqual([
      'cancel succeeded',
    ]);
    expect(await getAccess(user.id)).toMatchObject({ reason: 'lifetime', level: 'full' });
  });
});

/** Resolves once a request has arrived where a fault makes it wait. */
async function arrived(): Promise<void> {
  const { data } = await world.control<{ data: { struck: number }[] }>('faults');
  if (data.every(({ struck }) => struck === 0)) return arrived();
}

// Stripe refuses to refund a disputed payment (charge_disputed), if the dispute comes after the last look at the payment.
test('a duplicate whose refund is refused keeps running, raises one alert, and no email announces a refund', async () => {
  const { user, payTwo } = await twice(
    { ...starter('dodo'), provider: 'dodo' },
    { ...starter('stripe'), provider: 'stripe' },
  );
  await withSettings({ actions: false }, async () => {
    await payTwo();
    await world.quiet();
  });
  const slow = { provider: 'stripe', kind: 'slow', seconds: 1, match: 'POST .*refunds$' };
  await world.control('faults', slow);
  const sent = world.quiet();
  await arrived();
  await world.control(`stripe/payments/${await newestPayment(user.id)}/dispute`, {});
  await sent;
  await world.quiet();
  for (let hour = 0; hour < 3; hour += 1) {
    await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: new Date(0) } });
    for (const { provider: of, externalId } of await subscriptions(user.id)) await look(of, externalId);
    await world.quiet();
  }
  const [, second] = await subscriptions(user.id);
  expect(second).toMatchObject({ status: 'active', provider: 'stripe' });
  expect(await operationsOf(user.id)).toEqual(['refund refused']);
  const told = { kind: 'operation refused', detail: { path: ['key'], string_starts_with: 'refund:' } };
  expect(await db().alert.count({ where: told })).toBe(1);
  expect(await db().email.count({ where: { userId: user.id, kind: 'duplicate-subscription' } })).toBe(0);
  await db().alert.deleteMany({ where: told });
});
