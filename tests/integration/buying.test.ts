import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { decideAccess } from '@/lib/billing/access/decide';
import { loadFacts } from '@/lib/billing/access/facts';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { receive } from '@/lib/billing/webhooks/inbox';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { newUser } from '@/lib/workspaces/new-user';
import { buy, DECLINED_CARD, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

const now = async (userId: string) => decideAccess(await loadFacts(userId), await businessNow());
const pro = (provider: 'stripe' | 'dodo'): CheckoutInput => ({
  plan: 'pro',
  interval: 'month',
  currency: 'USD',
  provider,
});
const starter = (provider: 'stripe' | 'dodo'): CheckoutInput => ({
  ...pro(provider),
  plan: 'starter',
  interval: 'month',
});

describe.each(PROVIDERS)('through %s', (provider) => {
  test('a customer subscribes to Pro, and the trial gives access', async () => {
    const user = await newCustomer();
    const checkout = await buy(world, user, pro(provider));
    expect(await now(user.id)).toMatchObject({ plan: 'pro', level: 'full', reason: 'trial' });
    expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'paid', trial: true });
    expect(await db().email.count({ where: { userId: user.id, kind: 'receipt' } })).toBe(0);
    expect(await db().subscription.findMany({ where: { workspaceId: user.id } })).toMatchObject([
      { provider, sku: 'pro_month', status: 'trialing', isCurrent: true, amount: 2900n, currency: 'USD' },
    ]);
  });

  test('a customer subscribes to Starter and pays immediately, with one receipt', async () => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    expect(await now(user.id)).toMatchObject({ plan: 'starter', level: 'full', reason: 'paid' });
    const payments = await db().payment.findMany({ where: { workspaceId: user.id } });
    expect(payments).toMatchObject([{ status: 'succeeded', sku: 'starter_month', cardLast4: '4242' }]);
    expect(await db().email.findMany({ where: { userId: user.id } })).toMatchObject([
      { kind: 'receipt', status: 'sent' },
    ]);
  });

  test('a customer buys Lifetime and keeps Pro forever', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'lifetime', currency: 'EUR', provider });
    expect(await now(user.id)).toMatchObject({ plan: 'pro', level: 'full', until: null, reason: 'lifetime' });
    await expect(open(user, pro(provider))).rejects.toMatchObject({ code: 'billing/already-owned', status: 409 });
  });

  test('three packs of credits are three hundred credits', async () => {
    const user = await newCustomer();
    await buy(world, user, { plan: 'credits', quantity: 3, currency: 'JPY', provider });
    expect((await now(user.id)).credits).toBe(300);
    const [payment] = await db().payment.findMany({ where: { workspaceId: user.id } });
    expect(payment).toMatchObject({ sku: 'credits', quantity: 3, currency: 'JPY' });
  });

  test('a declined card gives no access, and another card at the same checkout does', async () => {
    const user = await newCustomer();
    const checkout = await open(user, starter(provider));
    expect(await pay(world, checkout, DECLINED_CARD)).toBe(false);
    await world.quiet();
    expect((await now(user.id)).level).toBe('none');
    expect(await pay(world, checkout)).toBe(true);
    await world.quiet();
    expect(await now(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
  });

  test('a declined card for a one-time purchase shows as declined, and another one succeeds', async () => {
    const user = await newCustomer();
    const checkout = await open(user, { plan: 'lifetime', currency: 'USD', provider });
    const again = () => db().checkout.update({ where: { id: checkout.id }, data: { askedAt: null } });
    expect(await pay(world, checkout, DECLINED_CARD)).toBe(false);
    await world.quiet();
    expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'failed' });
    expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'failed' });
    expect(await pay(world, checkout)).toBe(true);
    await again();
    expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'paid' });
    expect(await now(user.id)).toMatchObject({ plan: 'pro', reason: 'lifetime' });
  });

  test('a customer who subscribed in euros pays for everything in euros, whatever the page says', async () => {
    const user = await newCustomer();
    await buy(world, user, { ...starter(provider), currency: 'EUR' });
    await buy(world, user, { plan: 'credits', quantity: 1, currency: 'USD', provider });
    await buy(world, user, { plan: 'lifetime', currency: 'JPY', provider });
    const payments = await db().payment.findMany({ where: { workspaceId: user.id }, orderBy: { createdAt: 'asc' } });
    expect(payments.map(({ amount, currency }) => `${amount} ${currency}`).sort()).toEqual([
      ...['55000 EUR', '900 EUR', '900 EUR'],
    ]);
  });

  test('the return page is right even if every webhook was lost', async () => {
    const user = await newCustomer();
    const checkout = await open(user, pro(provider));
    expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'confirming' });
    await db().checkout.update({ where: { id: checkout.id }, data: { askedAt: null } });
    await world.control('pause-deliveries', { on: true });
    await pay(world, checkout);
    expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'paid' });
    expect(await now(user.id)).toMatchObject({ plan: 'pro', level: 'full' });
    await world.control('pause-deliveries', { on: false });
    await world.quiet();
  });

  test('requesting the same plan twice returns the same checkout; another plan closes it', async () => {
    const user = await newCustomer();
    const [first, second] = await Promise.all([open(user, pro(provider)), open(user, pro(provider))]);
    expect(second.id).toBe(first.id);
    const other = await open(user, starter(provider));
    expect(other.id).not.toBe(first.id);
    expect(await db().checkout.count({ where: { workspaceId: user.id, state: 'open' } })).toBe(1);
  });

  test('a subscriber cannot open a second subscription', async () => {
    const user = await newCustomer();
    await buy(world, user, starter(provider));
    await expect(open(user, pro(provider))).rejects.toMatchObject({ code: 'billing/already-subscribed', status: 409 });
  });

  test('other users find no such checkout', async () => {
    const [owner, stranger] = [await newCustomer(), await newCustomer()];
    const checkout = await open(owner, pro(provider));
    await expect(confirmCheckout(stranger.id, checkout.id)).rejects.toMatchObject({ code: 'not-found', status: 404 });
  });

  test('a provider outage at checkout leaves nothing half-finished, and the next attempt works', async () => {
    const user = await newCustomer();
    await world.control('faults', { provider, kind: '500', probability: 1, seed: 1 });
    await expect(open(user, starter(provider))).rejects.toMatchObject({ status: 503 });
    await fetch(`${world.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
    await buy(world, user, starter(provider));
    expect(await now(user.id)).toMatchObject({ plan: 'starter', level: 'full' });
    expect(await db().customer.count({ where: { workspaceId: user.id } })).toBe(1);
  });
});

test('one trial per person, whatever account and spelling they return with', async () => {
  const user = await newCustomer();
  await buy(world, user, pro('dodo'));
  const again = await db().user.create({
    data: newUser({ email: user.email.replace('@', '+again@'), emailVerified: new Date() }),
  });
  const checkout = await open({ id: again.id, email: again.email ?? '', name: null }, pro('dodo'));
  expect(checkout.trialDays).toBe(0);
  expect((await open(await newCustomer(), pro('dodo'))).trialDays).toBe(14);
});

test('of two Lifetimes the second one is refunded, also when its webhooks come first', async () => {
  const user = await newCustomer();
  const lifetime = { plan: 'lifetime', currency: 'USD', provider: 'stripe' } as const;
  const first = await open(user, lifetime);
  // The other tab, as above.
  await db().checkout.update({ where: { id: first.id }, data: { state: 'superseded' } });
  const second = await open(user, { ...lifetime, provider: 'dodo' });
  world.kept = [];
  await pay(world, first);
  await world.control('deliveries/idle', {});
  const late = world.kept;
  world.kept = null;
  await world.control('clock', { advanceDays: 0.01 });
  await pay(world, second);
  await world.quiet();
  const payments = () =>
    db().payment.findMany({
      where: { workspaceId: user.id },
      orderBy: { createdAt: 'asc' },
      include: { refunds: true },
    });
  expect(await payments()).toMatchObject([{ provider: 'dodo', refunds: [] }]);
  for (const { provider, body, headers } of late) await receive(provider, body, headers);
  await world.quiet();
  await world.control('clock', { advanceDays: 1 });
  await world.quiet();
  expect(await payments()).toMatchObject([
    { provider: 'stripe', refunds: [] },
    { provider: 'dodo', refunds: [{ status: 'succeeded' }] },
  ]);
  expect(await now(user.id)).toMatchObject({ level: 'full', plan: 'pro' });
  expect(await db().email.count({ where: { userId: user.id, kind: 'second-lifetime' } })).toBe(1);
});

test('a second subscription bought in another tab is canceled and refunded', async () => {
  const user = await newCustomer();
  const first = await open(user, starter('stripe'));
  // The other tab: an older Dodo session that could not be closed.
  await db().checkout.update({ where: { id: first.id }, data: { state: 'superseded' } });
  const second = await open(user, starter('dodo'));
  await pay(world, first);
  await pay(world, second);
  await world.quiet();
  // Dodo's refunds take a while.
  await world.control('clock', { advanceDays: 1 });
  await world.quiet();
  const subscriptions = await db().subscription.findMany({
    where: { workspaceId: user.id },
    orderBy: { startedAt: 'asc' },
  });
  expect(subscriptions.map((row) => row.isCurrent).sort()).toEqual([false, true]);
  const duplicate = subscriptions.find((row) => row.duplicateOf !== null);
  expect(duplicate).toMatchObject({ status: 'ended', isCurrent: false });
  const payment = await db().payment.findFirstOrThrow({
    where: { subscriptionId: duplicate?.id ?? '' },
    include: { refunds: true },
  });
  expect(payment.refunds).toMatchObject([{ status: 'succeeded', amount: payment.amount }]);
  expect(await db().email.count({ where: { userId: user.id, kind: 'duplicate-subscription' } })).toBe(1);
});
