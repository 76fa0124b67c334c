import { randomUUID } from 'node:crypto';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import { sync } from '@/lib/billing/ledger/sync';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { newUser } from '@/lib/workspaces/new-user';
import { buy, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());

const pro = (provider: 'stripe' | 'dodo') => ({ plan: 'pro', interval: 'month', currency: 'USD', provider }) as const;

async function account(email: string) {
  const user = await db().user.create({ data: newUser({ email, name: 'Tess Trier', emailVerified: new Date() }) });
  return { id: user.id, email, name: user.name };
}

const subscriptions = (...ids: string[]) =>
  db().subscription.findMany({
    where: { workspaceId: { in: ids } },
    orderBy: [{ workspaceId: 'asc' }, { startedAt: 'asc' }, { id: 'asc' }],
  });

const emails = (...ids: string[]) =>
  db().email.findMany({ where: { userId: { in: ids }, status: 'sent' }, orderBy: { kind: 'asc' } });

describe.each(PROVIDERS)('through %s', (provider) => {
  test('three pages opened under three tags and then all paid are one trial; the others end with an email and cost nothing', async () => {
    const name = randomUUID();
    const people = await Promise.all([1, 2, 3].map((tag) => account(`${name}+${tag}@example.test`)));
    const checkouts = await Promise.all(people.map((person) => open(person, pro(provider))));
    expect(checkouts.map(({ trialDays }) => trialDays)).toEqual([14, 14, 14]);
    await Promise.all(checkouts.map((checkout) => pay(world, checkout)));
    await world.quiet();

    const ids = people.map(({ id }) => id);
    const kept = (await subscriptions(...ids)).filter(({ status }) => status === 'trialing');
    const ended = (await subscriptions(...ids)).filter(({ status }) => status === 'ended');
    expect([kept.length, ended.length]).toEqual([1, 2]);
    expect(await emails(...ids)).toMatchObject([{ kind: 'second-trial' }, { kind: 'second-trial' }]);
    const endedIds = ended.map(({ workspaceId: userId }) => userId);

    await world.control('clock', { advanceSeconds: 40 * 86_400 });
    await world.quiet();
    const paid = await db().payment.findMany({
      where: { workspaceId: { in: ids }, status: 'succeeded', amount: { gt: 0 } },
    });
    expect([...new Set(paid.map(({ workspaceId: userId }) => userId))]).toEqual([kept[0]?.workspaceId]);
    expect((await emails(...endedIds)).map(({ kind }) => kind)).toEqual(['second-trial', 'second-trial']);
  });

  test('dots and googlemail.com are the same person, who may still subscribe without a trial', async () => {
    const name = `tess${Date.now()}${provider}`;
    const first = await account(`${name}@gmail.com`);
    const second = await account(`t.e.s${name.slice(3)}+again@googlemail.com`);
    const checkout = await open(second, pro(provider));
    await buy(world, first, pro(provider));
    await pay(world, checkout);
    await world.quiet();
    expect(await confirmCheckout(second.id, checkout.id)).toMatchObject({ state: 'trial-used' });
    expect(await subscriptions(first.id, second.id)).toMatchObject([
      { workspaceId: first.id, status: 'trialing' },
      { workspaceId: second.id, status: 'ended', endReason: 'immediate' },
    ]);
    const again = await buy(world, second, pro(provider));
    expect(again.trialDays).toBe(0);
    expect((await subscriptions(second.id)).map(({ status }) => status)).toEqual(['ended', 'active']);
  });

  test('two trials bought by one account in two tabs are a duplicate, reported once, and the first continues', async () => {
    const person = await account(`${randomUUID()}@example.test`);
    const first = await open(person, pro(provider));
    // As if the page had been abandoned, which at Dodo leaves it payable.
    await db().checkout.update({ where: { id: first.id }, data: { state: 'superseded' } });
    const second = await open(person, pro(provider));
    await pay(world, first);
    await pay(world, second);
    await world.quiet();
    expect((await subscriptions(person.id)).map(({ status }) => status).sort()).toEqual(['ended', 'trialing']);
    expect((await emails(person.id)).map(({ kind }) => kind)).toEqual(['duplicate-subscription']);
  });

  test('a rebuilt ledger recognizes its trial and lets it run', async () => {
    const person = await account(`${randomUUID()}@example.test`);
    await buy(world, person, pro(provider));
    const [before] = await subscriptions(person.id);
    await db().$executeRaw`TRUNCATE "Subscription" CASCADE`;
    await sync(provider, { kind: 'subscription', id: before?.externalId ?? '' }, { cause: 'a test' });
    await world.quiet();
    const [after] = await subscriptions(person.id);
    expect(after).toMatchObject({ externalId: before?.externalId, status: 'trialing' });
    expect(after?.id).not.toBe(before?.id);
  });
});

test('a trial that an operator grants at the provider is a gift, however many came before', async () => {
  const name = randomUUID();
  const first = await account(`${name}@example.test`);
  await buy(world, first, pro('stripe'));
  const second = await account(`${name}+2@example.test`);
  await open(second, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  const { externalId: customer } = await db().customer.findFirstOrThrow({ where: { workspaceId: second.id } });
  const { externalId: price } = await db().providerPrice.findFirstOrThrow({
    where: { provider: 'stripe', sku: 'pro_month', currency: 'USD', active: true },
  });
  const { stripe } = env().payments;
  if (stripe === null) throw new Error('the sandbox speaks for Stripe');
  await stripeClient(stripe).subscriptions.create({ customer, items: [{ price }], trial_period_days: 14 });
  await world.quiet();
  expect(await subscriptions(second.id)).toMatchObject([{ status: 'trialing' }]);
});

test('a used trial is remembered even without the account and the old ledger', async () => {
  const name = randomUUID();
  const first = await account(`${name}@example.test`);
  await buy(world, first, pro('dodo'));
  // A row from before it stored the provider's subscription.
  await db().trialUse.updateMany({ data: { provider: null, externalId: null } });
  const checkout = await open(await account(`${randomUUID()}@example.test`), pro('dodo'));
  await db().user.update({ where: { id: checkout.workspaceId }, data: { email: `${name}+later@example.test` } });
  await pay(world, checkout);
  await world.quiet();
  expect(await subscriptions(first.id, checkout.workspaceId)).toMatchObject([
    { workspaceId: first.id, status: 'trialing' },
    { workspaceId: checkout.workspaceId, status: 'ended' },
  ]);
});
