import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { getAccess } from '@/lib/billing/access/get-access';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { driver } from '@/lib/billing/providers';
import { db } from '@/lib/db';
import { dashboard, look } from '../fixtures/by-hand';
import { newCustomer, open, pay } from '../fixtures/customer';
import { IBAN_PAYS } from '../fixtures/dashboard/stripe/customers';
import { minutesPass, operationsOf } from '../fixtures/operations';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(async () => {
  await world.control('dodo/switches', { debit_first_purchase: 'pending' });
  await world.calm();
});

type Provider = 'stripe' | 'dodo';
const other = (provider: Provider): Provider => (provider === 'stripe' ? 'dodo' : 'stripe');
/** In euros, for SEPA. */
const starter = (provider: Provider): CheckoutInput => ({
  ...{ plan: 'starter', interval: 'month', currency: 'EUR', provider },
});
const lifetime = (provider: Provider): CheckoutInput => ({ plan: 'lifetime', currency: 'EUR', provider });

const payments = (userId: string) =>
  db().payment.findMany({ where: { workspaceId: userId }, orderBy: { createdAt: 'asc' }, include: { refunds: true } });
const subscriptions = (userId: string) =>
  db().subscription.findMany({ where: { workspaceId: userId }, orderBy: { createdAt: 'asc' } });

/** Days pass one by one, and everything that follows is done on its day. */
async function days(userId: string, count: number): Promise<void> {
  for (let day = 0; day < count; day += 1) {
    await world.control('clock', { advanceDays: 1 });
    await world.quiet();
    await minutesPass(world, userId, 1);
  }
}

/** Who pays by bank debit, which takes several days. */
async function debited(input: CheckoutInput) {
  const user = await newCustomer();
  await pay(world, await open(user, input), IBAN_PAYS);
  await world.quiet();
  expect(await payments(user.id)).toMatchObject([{ status: 'processing', paidAt: null }]);
  return user;
}

/** The statuses of a customer's subscriptions where they run. */
async function atProvider(userId: string): Promise<string[]> {
  const seen: string[] = [];
  for (const { provider, externalId } of await subscriptions(userId)) {
    const snapshot = await driver(provider).fetch({ kind: 'subscription', id: externalId }, []);
    seen.push(snapshot.kind === 'subscription' ? String(snapshot.subscription.status) : snapshot.kind);
  }
  return seen;
}

describe.each(PROVIDERS)('a bank debit through %s', (provider) => {
  test('that arrives after its plan was ended is refunded', async () => {
    await world.control('dodo/switches', { debit_first_purchase: 'active' });
    const user = await debited(starter(provider));
    const [held] = await subscriptions(user.id);
    const id = held?.externalId ?? '';
    await world.control('clock', { advanceDays: 1 });
    if (provider === 'stripe') await dashboard().stripe.subscriptions.cancel(id);
    else await dashboard().dodo.subscriptions.update(id, { status: 'cancelled' });
    await world.quiet();
    expect(await subscriptions(user.id)).toMatchObject([{ status: 'ended' }]);
    await days(user.id, 7);
    expect(await payments(user.id)).toMatchObject([{ status: 'succeeded', refunds: [{ amount: 900n }] }]);
    expect(await getAccess(user.id)).toMatchObject({ level: 'none' });
    expect(await operationsOf(user.id)).toContain('refund succeeded');
  });

  test('counts from the day it arrived, however often it is looked at', async () => {
    const user = await debited(starter(provider));
    await days(user.id, 7);
    const [arrived] = await payments(user.id);
    const took = (arrived?.paidAt?.getTime() ?? 0) - (arrived?.createdAt.getTime() ?? 0);
    expect(took).toBeGreaterThan(2 * 86_400_000);
    await days(user.id, 3);
    const [held] = await subscriptions(user.id);
    await look(provider, held?.externalId ?? '');
    const [later] = await payments(user.id);
    expect(later?.paidAt).toEqual(arrived?.paidAt);
  });

  test.each(['pending', 'active'])('of an account deleted meanwhile is refunded (first debit: %s)', async (reading) => {
    await world.control('dodo/switches', { debit_first_purchase: reading });
    const user = await debited(starter(provider));
    await world.control('clock', { advanceDays: 1 });
    await deleteAccount(user.id);
    await world.quiet();
    await days(user.id, 8);
    expect(await payments(user.id)).toMatchObject([{ status: 'succeeded', refunds: [{ amount: 900n }] }]);
    expect(await atProvider(user.id)).toEqual(['ended']);
    await world.control('clock', { advanceDays: 40 });
    await world.quiet();
    expect(await payments(user.id)).toHaveLength(1);
  });

  test('for Lifetime of an account deleted meanwhile is refunded', async () => {
    const user = await debited(lifetime(provider));
    await world.control('clock', { advanceDays: 1 });
    await deleteAccount(user.id);
    await days(user.id, 7);
    expect(await payments(user.id)).toMatchObject([{ status: 'succeeded', refunds: [{ amount: 55_000n }] }]);
  });

  test('for a second subscription is refunded, however long the bank took', async () => {
    await world.control('dodo/switches', { debit_first_purchase: 'active' });
    const user = await newCustomer();
    const one = await open(user, starter(other(provider)));
    await db().checkout.updateMany({ where: { id: one.id }, data: { state: 'superseded' } });
    const two = await open(user, starter(provider));
    await pay(world, one);
    await world.control('clock', { advanceSeconds: 3_600 });
    await pay(world, two, IBAN_PAYS);
    await world.quiet();
    await days(user.id, 8);
    const [kept, second] = await subscriptions(user.id);
    expect(kept).toMatchObject({ status: 'active', isCurrent: true });
    expect(second).toMatchObject({ status: 'ended', duplicateOf: kept?.id });
    expect((await payments(user.id)).map(({ refunds }) => refunds.length)).toEqual([0, 1]);
  });
});
