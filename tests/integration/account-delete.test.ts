import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { deleteAccount } from '@/lib/account/delete';
import { audit } from '@/lib/audit';
import { cancelAtPeriodEnd } from '@/lib/billing/account/cancel';
import { giveAccess } from '@/lib/billing/operators/give-access';
import { giveCredits } from '@/lib/billing/operators/give-credits';
import { operatorRefund } from '@/lib/billing/operators/refund';
import { driver } from '@/lib/billing/providers';
import { dodoClient } from '@/lib/billing/providers/dodo/client';
import { targetOf as dodoTarget } from '@/lib/billing/providers/dodo/events';
import { stripeClient } from '@/lib/billing/providers/stripe/client';
import { targetOf as stripeTarget } from '@/lib/billing/providers/stripe/events';
import { reconcile } from '@/lib/billing/reconcile/run';
import { store } from '@/lib/billing/webhooks/inbox';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { asOwner } from '../fixtures/as-owner';
import { buy, ledgerOf, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { startWorld, type TestWorld } from '../fixtures/world';

let world: TestWorld;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => world.restart());

const NAME = 'Canary Mayfield';

/** A test value in SQL for a column of each type; the marker text for all others. */
const CANARIES: Record<string, string> = {
  ...{ boolean: 'true', date: 'now()', integer: '7', bigint: '7', 'double precision': '7', numeric: '7' },
  ...{ 'timestamp without time zone': 'now()', 'timestamp with time zone': 'now()', jsonb: `'{"canary": 1}'` },
};

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

const WRITTEN = ['AdoptedContract', 'Alert', 'AuditLog', 'GivenAccess', 'GivenCredit', 'Operation'];

/** Everything that operators write about a customer in free text. */
async function operatorsWrite(userId: string, reason: string): Promise<void> {
  const by = { workspaceId: userId, key: randomUUID(), reason, actor: 'admin:1' };
  await giveAccess({ ...by, plan: 'pro', days: 1 });
  await giveCredits({ ...by, amount: 1 });
  const { id, provider, mode, externalId } = await db().subscription.findFirstOrThrow({
    where: { workspaceId: userId },
  });
  // As lib/billing/operators/adopt.ts leaves it.
  const decided = {
    provider,
    mode,
    externalId,
    priceExternalId: 'price_1',
    sku: 'pro_month',
    reason,
    actor: 'admin:1',
  };
  await db().adoptedContract.create({ data: decided });
  await audit({ actor: 'admin:1', action: 'contract.adopted', target: id, detail: { reason } });
  const note = { closedAt: new Date(), closedBy: 'system', note: `adopted as pro_month: ${reason}` };
  await db().alert.create({ data: { key: `foreign-contract:${id}`, kind: 'foreign contract', detail: {}, ...note } });
  const payment = await db().payment.findFirstOrThrow({ where: { workspaceId: userId } });
  await operatorRefund({ payment: payment.id, amount: 100n, items: [], reason, actor: 'admin:1' });
}

/** Tables that contain these words anywhere, as a search through a database dump would find them. */
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

describe.each(PROVIDERS)('through %s', (provider) => {
  test('the plan ends at the provider, the person is gone from every table, the ledger stays', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await cancelAtPeriodEnd(asOwner(user.id), { feedback: 'other', comment: 'Canary comment' });
    await operatorsWrite(user.id, 'Canary reason');
    // Dodo's refunds take a while.
    await world.control('clock', { advanceDays: 1 });
    await world.quiet();
    expect(await tablesWith('Canary reason')).toEqual(expect.arrayContaining(WRITTEN));
    expect(await tablesWith(user.email)).toEqual(expect.arrayContaining(['User', 'WebhookEvent', 'Operation']));
    expect(await tablesWith('Canary comment')).toContain('Operation');
    const before = await ledgerOf(user.id);

    await deleteAccount(user.id);
    await world.quiet();
    for (const canary of [user.email, 'Canary comment', 'Canary reason', 'pictures.test/canary', `key-of-${user.id}`])
      expect(await tablesWith(canary), canary).toEqual([]);
    expect(await tablesWith(NAME)).toEqual([]);
    const after = await ledgerOf(user.id);
    // All of it, without what an operator wrote.
    const kept = before.payments.map((payment) => ({
      ...payment,
      refunds: payment.refunds.map((refund) => ({ ...refund, reason: null })),
    }));
    expect(after.payments).toEqual(kept);
    expect(after.subscriptions).toMatchObject([{ status: 'ended', isCurrent: false }]);
    expect(after.emails.length).toBeGreaterThanOrEqual(before.emails.length);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: null, role: 'USER' });
    expect(await db().user.create({ data: { email: user.email } })).toMatchObject({ deletedAt: null });
    await db().user.deleteMany({ where: { email: user.email } });
  });

  test('emails that wait or failed are dropped, with what they say', async () => {
    const user = await leaving();
    const email = (status: 'waiting' | 'failed') => ({
      ...{ userId: user.id, kind: 'workspace-deleted', key: status, status, data: {} },
      ...{ snapshot: { name: 'Canary name' }, dueAt: new Date('2100-01-01') },
    });
    await db().email.createMany({ data: [email('waiting'), email('failed')] });
    await deleteAccount(user.id);
    expect(await db().email.findMany({ where: { userId: user.id, key: { in: ['waiting', 'failed'] } } })).toMatchObject(
      [
        { status: 'dropped', snapshot: null },
        { status: 'dropped', snapshot: null },
      ],
    );
  });

  test('columns that a fork adds to a user are erased, too', async () => {
    const user = await leaving();
    const kept = ['id', 'role', 'createdAt', 'deletedAt', 'redactedAt'];
    const columns = await db().$queryRaw<{ name: string; type: string }[]>`
      SELECT column_name AS name, data_type AS type FROM information_schema.columns
      WHERE table_name = 'User' AND is_nullable = 'YES'`;
    const personal = columns.filter(({ name }) => !kept.includes(name));
    expect(personal.map(({ name }) => name)).toEqual(expect.arrayContaining(['name', 'emailVerified']));
    const sets = personal.map(({ name, type }) => `"${name}" = ${CANARIES[type] ?? `'Canary of ' || id`}`).join(', ');
    await db().$executeRawUnsafe(`UPDATE "User" SET ${sets} WHERE id = $1`, user.id);
    await deleteAccount(user.id);
    const [row] = await db().$queryRawUnsafe<Record<string, unknown>[]>('SELECT * FROM "User" WHERE id = $1', user.id);
    const left = Object.entries(row ?? {}).filter(([name, value]) => value !== null && !kept.includes(name));
    expect(left).toEqual([]);
  });

  test('if the provider is unreachable, the deletion is refused and nothing is half deleted', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await world.control('faults', { kind: '500', provider });
    await expect(deleteAccount(user.id)).rejects.toMatchObject({ name: 'AppError' });
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({
      ...{ email: user.email, name: NAME, deletedAt: null },
    });
    expect(await db().session.count({ where: { userId: user.id } })).toBe(1);
    await world.calm();
    await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: new Date(0) } });
    await world.quiet();
    await deleteAccount(user.id);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: null });
  });

  test('a payment at a checkout that was still open is refunded, and none of it names the person', async () => {
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
    expect(await tablesWith(NAME)).toEqual([]);
  });

  test('what arrives after the deletion is stored without the person, even while the provider is unreachable', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'starter', interval: 'month', currency: 'USD', provider });
    await world.control('pause-deliveries', { on: true });
    await world.control('clock', { advanceSeconds: 32 * 86_400 });
    await deleteAccount(user.id);
    world.processing = false;
    const before = await db().webhookEvent.count();
    await world.control('pause-deliveries', { on: false });
    await world.control('deliveries/idle', {});
    expect(await db().webhookEvent.count()).toBeGreaterThan(before);
    // The farewell email keeps its address until it is sent.
    for (const canary of [user.email, NAME]) expect(await tablesWith(canary), canary).not.toContain('WebhookEvent');
    world.processing = true;
    await world.quiet();
    for (const canary of [user.email, NAME]) expect(await tablesWith(canary), canary).toEqual([]);
  });

  test('replaying everything restores no deleted user, and a reconciliation finds nothing', async () => {
    const user = await leaving();
    await buy(world, user, { plan: 'pro', interval: 'month', currency: 'USD', provider });
    await deleteAccount(user.id);
    // Dodo settles a refund a moment later: the previous story's must be settled, too, before anything is compared.
    await world.control('clock', { advanceSeconds: 60 });
    await world.quiet();
    const before = await ledgerOf(user.id);
    await db().webhookEvent.updateMany({ where: { targetKind: { not: null } }, data: { status: 'received' } });
    await world.quiet();
    expect(await ledgerOf(user.id)).toEqual(before);
    const run = await reconcile({ provider, actor: 'test', rootsPerSecond: 1000 });
    expect(await db().reconcileDiff.findMany({ where: { runId: run.id } })).toEqual([]);
    expect(await db().user.findUnique({ where: { id: user.id } })).toMatchObject({ email: null, name: null });
  });
});

describe('an event that concerns nothing of ours', () => {
  test.each([
    ['stripe', 'customer.created'],
    ['stripe', 'made.up.tomorrow'],
    ['dodo', 'abandoned_checkout.detected'],
    ['dodo', 'made.up.tomorrow'],
  ] as const)('%s %s keeps its type and loses all personal data', async (provider, type) => {
    const from = driver(provider);
    const canary = `${randomUUID()}@stranger.test`;
    const about = targetOf(provider, type, { email: canary, metadata: { note: canary } });
    const event = { eventId: randomUUID(), type, occurredAt: new Date(), apiVersion: null };
    await store(from, { ...event, payload: { type, data: { email: canary, object: { email: canary } } }, ...about });
    expect(await db().webhookEvent.findFirst({ where: { eventId: event.eventId } })).toMatchObject({
      ...{ type, status: 'ignored', payload: {} },
    });
    expect(await tablesWith(canary)).toEqual([]);
  });

  test.each(PROVIDERS)(
    'another application on the same %s account leaves none of its customers here',
    async (provider) => {
      const email = `${randomUUID()}@stranger.test`;
      const { stripe, dodo } = env().payments;
      if (stripe === null || dodo === null) throw new Error('the sandbox speaks for both');
      if (provider === 'stripe') {
        const client = stripeClient(stripe);
        const { id: customer } = await client.customers.create({ email });
        await client.customers.update(customer, { name: email });
      } else {
        const { externalId: product_id } = await db().providerPrice.findFirstOrThrow({
          where: { provider, sku: 'lifetime', active: true },
        });
        const session = await dodoClient(dodo).checkoutSessions.create({
          product_cart: [{ product_id, quantity: 1 }],
          customer: { email, name: email },
        });
        await pay(world, { provider, externalId: session.session_id });
      }
      await world.quiet();
      expect(await tablesWith(email)).toEqual([]);
    },
  );
});

function targetOf(provider: 'stripe' | 'dodo', type: string, data: Record<string, unknown>) {
  return provider === 'stripe' ? stripeTarget(type, data) : dodoTarget(type, data);
}
