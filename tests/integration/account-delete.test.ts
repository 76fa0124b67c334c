import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { cancelAtPeriodEnd } from '@/lib/billing/cancel';
import { reconcile } from '@/lib/billing/reconcile';
import { db } from '@/lib/db';
import { buy, ledgerOf, newCustomer, open, pay } from '../fixtures/customer';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
afterEach(() => world.calm());
afterAll(() => world.close());

const NAME = 'Canary Mayfield';

async function leaving() {
  const user = await newCustomer();
  await db().user.update({ where: { id: user.id }, data: { name: NAME, image: 'https://pictures.test/canary' } });
  await db().session.create({
    data: { sessionToken: `key-of-${user.id}`, userId: user.id, expires: new Date(Date.now() + 60_000) },
  });
  await db().account.create({
    data: { userId: user.id, type: 'oauth', provider: 'github', providerAccountId: user.id },
  });
  await db().verificationToken.create({ data: { identifier: user.email, token: user.id, expires: new Date() } });
  return { ...user, name: NAME };
}

/** Tables in which these words stand anywhere, as a search through a dump of the database would find them. */
async function tablesWith(words: string): Promise<string[]> {
  const tables = await db().$queryRaw<{ name: string }[]>`
    SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`;
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await db().$queryRawUnsafe<{ count: number }[]>(
      `SELECT count(*)::int AS count FROM "${name}" AS row WHERE strpos(lower(row::text), lower($1)) > 0`,
      words,
    );
    if ((row?.count ?? 0) > 0) found.push(name);
  }
  return found;
}

describe.each(['stripe', 'dodo'] as const)('through %s', (provider) => {
  test('the plan ends at the provider, the person is gone from every table, the ledger stays', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await cancelAtPeriodEnd(user.id, { feedback: 'other', comment: 'Canary comment' });
    await world.quiet();
    expect(await tablesWith(user.email)).toEqual(expect.arrayContaining(['User', 'WebhookEvent', 'Operation']));
    expect(await tablesWith('Canary comment')).toContain('Operation');
    const before = await ledgerOf(user.id);

    await deleteAccount(user.id);
    await world.quiet();
    for (const canary of [user.email, 'Canary comment', 'pictures.test/canary', `key-of-${user.id}`])
      expect(await tablesWith(canary), canary).toEqual([]);
    expect(await tablesWith(NAME)).toEqual([]);
    const after = await ledgerOf(user.id);
    expect(after.payments).toEqual(before.payments);
    expect(after.subscriptions).toMatchObject([{ status: 'ended', holdsSlot: false }]);
    expect(after.emails.length).toBeGreaterThanOrEqual(before.emails.length);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: null, role: 'USER' });
    expect(await db().user.create({ data: { email: user.email } })).toMatchObject({ deletedAt: null });
    await db().user.deleteMany({ where: { email: user.email } });
  });

  test('a provider that cannot be asked refuses the deletion, and nothing is half deleted', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await world.control('faults', { kind: '500', provider });
    await expect(deleteAccount(user.id)).rejects.toMatchObject({ name: 'AppError' });
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({
      ...{ email: user.email, name: NAME, deletedAt: null },
    });
    expect(await db().session.count({ where: { userId: user.id } })).toBe(1);
    await world.calm();
    await db().operation.updateMany({ where: { userId: user.id }, data: { nextAttemptAt: new Date(0) } });
    await world.quiet();
    await deleteAccount(user.id);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: null });
  });

  test('what is paid at a page that was still open comes back, and nothing of it names the person', async () => {
    const user = await leaving();
    const checkout = await open(user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await world.quiet();
    await deleteAccount(user.id);
    const state = (await db().checkout.findUniqueOrThrow({ where: { id: checkout.id } })).state;
    expect(state).toBe(provider === 'stripe' ? 'expired' : 'superseded');
    if (provider === 'stripe') {
      await expect(pay(world, checkout)).rejects.toThrow();
      return;
    }
    await world.control('clock', { advanceDays: 0.01 });
    await pay(world, checkout);
    await world.quiet();
    const { subscriptions, payments } = await ledgerOf(user.id);
    expect(subscriptions).toMatchObject([{ status: 'ended' }]);
    expect(payments).toMatchObject([{ status: 'succeeded', refunds: [{ amount: 900n }] }]);
    expect(await tablesWith(user.email)).toEqual([]);
  });

  test('a replay of everything brings nobody back, and a reconciliation finds nothing', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'pro', interval: 'month', currency: 'USD', provider });
    await deleteAccount(user.id);
    // Dodo settles a refund a moment later: that of the story before, too, is over before anything is compared.
    await world.control('clock', { advanceSeconds: 60 });
    await world.quiet();
    const before = await ledgerOf(user.id);
    await db().webhookEvent.updateMany({ where: { rootKind: { not: null } }, data: { status: 'received' } });
    await world.quiet();
    expect(await ledgerOf(user.id)).toEqual(before);
    const run = await reconcile({ provider, actor: 'test', rootsPerSecond: 1000 });
    expect(await db().reconcileDiff.findMany({ where: { runId: run.id } })).toEqual([]);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: null, name: null });
  });
});
