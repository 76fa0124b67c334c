import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { drainProvider } from '@/lib/drain';
import { runJob } from '@/lib/jobs';
import { buy, newCustomer } from '../fixtures/customer';
import { withSettings } from '../fixtures/operations';
import { startWorld, type TestWorld } from '../fixtures/world';

/** More than two batches. */
const MANY = 110;
const BATCH = 50;

let world: TestWorld;
let workspaceId: string;
beforeAll(async () => {
  world = await startWorld();
  const customer = await newCustomer();
  workspaceId = customer.id;
  await buy(world, customer, { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' });
});
beforeEach(async () => {
  await db().operation.deleteMany();
  await db().delinquencyCase.deleteMany();
  await db().alert.deleteMany();
  await db().$executeRaw`DELETE FROM "Subscription" WHERE id ~ '^(checkout|dashboard)'`;
});
afterEach(async () => {
  await world.calm();
  await db().providerCircuit.deleteMany();
});

/** Cancellations that the system planned, of subscriptions that Stripe no longer has. */
async function leaveOperations(): Promise<void> {
  await db().operation.createMany({
    data: Array.from({ length: MANY }, (_, index) => ({
      ...{ workspaceId, provider: 'stripe' as const, mode: 'sandbox' as const, kind: 'cancel', key: `left:${index}` },
      ...{ params: { subscriptionExternalId: `sub_left_${index}` }, automatic: true, actor: 'test' },
      ...{ expected: { because: 'unpaid' } },
    })),
  });
}

/** Subscriptions of the customer that have been unpaid for too long. */
async function leaveOverdue(count: number, origin = 'checkout'): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "Subscription" SELECT (jsonb_populate_record(row, jsonb_build_object('id', ${origin} || n,
      'externalId', ${origin} || n, 'holdsSlot', false, 'origin', ${origin}::text))).*
    FROM "Subscription" row, generate_series(1, ${count}::int) n
    WHERE row."workspaceId" = ${workspaceId} AND row."holdsSlot" ON CONFLICT DO NOTHING`;
  const at = new Date((await businessNow()).getTime() - 60_000);
  await db().$executeRaw`
    INSERT INTO "DelinquencyCase" (id, "subscriptionId", mode, "declineClass", "openedAt", "graceEndsAt", "exhaustsAt")
    SELECT 'case' || id, id, mode, 'soft', ${at}, ${at},
      ${at}::timestamptz - interval '1 day' * (origin = 'dashboard')::int
    FROM "Subscription" WHERE id LIKE ${`${origin}%`}`;
}

/** People's requests that a process died before sending, each with the refund it would have used up. */
async function leaveRequests(count: number): Promise<void> {
  await db().$executeRaw`
    INSERT INTO "Operation" (id, "workspaceId", provider, mode, kind, key, params, actor, "nextAttemptAt", "updatedAt")
    SELECT 'request' || n, ${workspaceId}, 'stripe', 'sandbox', 'refund', 'request:' || n, '{}', 'test',
      now() - interval '1 hour', now()
    FROM generate_series(1, ${count}::int) n`;
  await db().$executeRaw`
    INSERT INTO "SelfServiceRefund" (id, mode, person, "workspaceId", product, purchase, "operationId")
    SELECT id, mode, id, "workspaceId", id, id, id FROM "Operation" WHERE id LIKE 'request%'`;
}

const undone = () => db().operation.count({ where: { status: { in: ['planned', 'sent', 'unknown'] } } });
/** Cases that are ended, but nothing is sent. */
const runUnsent = () => withSettings({ actions: false }, async () => void (await runJob('billing')));

test('one run of the job sends all that the system planned', async () => {
  await leaveOperations();
  await runJob('billing');
  expect(await undone()).toBe(0);
});

test('a run ends while the provider rejects our key, and what wasn’t tried stays due', async () => {
  await leaveOperations();
  await world.control('faults', { provider: 'stripe', kind: '401' });
  expect(await drainProvider('stripe')).toMatchObject({ operations: BATCH, more: false });
  expect(await undone()).toBe(MANY);
  expect(await db().operation.count({ where: { attempts: 0 } })).toBe(MANY - 1);
});

test('a round withdraws some of the requests that were never sent, and one run of the job all of them', async () => {
  const most = 500;
  await leaveRequests(2 * most + 1);
  const left = async () => ({ requests: await undone(), refunds: await db().selfServiceRefund.count() });
  await withSettings({ actions: false }, async () => {
    expect(await drainProvider('stripe')).toMatchObject({ operations: 0, more: true });
  });
  expect(await left()).toEqual({ requests: most + 1, refunds: most + 1 });
  await runJob('billing');
  expect(await left()).toEqual({ requests: 0, refunds: 0 });
});

test('a request that was never sent is withdrawn together with its refund, or not yet', async () => {
  await leaveRequests(1);
  await db().$executeRaw`
    CREATE FUNCTION broken() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'broken'; END $$ LANGUAGE plpgsql`;
  await db().$executeRaw`
    CREATE TRIGGER broken BEFORE DELETE ON "SelfServiceRefund" FOR EACH ROW EXECUTE FUNCTION broken()`;
  try {
    await drainProvider('stripe').catch(() => null);
    expect(await undone()).toBe(1);
  } finally {
    await db().$executeRaw`DROP FUNCTION broken CASCADE`;
  }
  await drainProvider('stripe');
  expect({ requests: await undone(), refunds: await db().selfServiceRefund.count() }).toEqual({
    requests: 0,
    refunds: 0,
  });
});

test('one run of the job ends all subscriptions that have been unpaid for too long', async () => {
  await leaveOverdue(MANY);
  await runUnsent();
  expect(await undone()).toBe(MANY);
});

test('also after those that only a person may end', async () => {
  await leaveOverdue(MANY, 'dashboard');
  await leaveOverdue(1);
  await runUnsent();
  expect(await db().operation.findMany({ select: { key: true } })).toEqual([{ key: 'cancel:checkout1' }]);
  expect(await db().alert.count({ where: { key: { startsWith: 'held:cancel:dashboard' } } })).toBe(MANY);
});

test('a case that waits for a person is read only one time, also one whose alert was raised before', async () => {
  await leaveOverdue(3, 'dashboard');
  const before = { key: 'held:cancel:dashboard1', kind: 'needs a person', detail: {} };
  await db().alert.createMany({ data: [before], skipDuplicates: true });
  await drainProvider('stripe');
  const left = { state: 'open', heldAt: null } as const;
  expect(await db().delinquencyCase.count({ where: left })).toBe(0);
  expect(await db().delinquencyCase.count({ where: { state: 'open' } })).toBe(3);
  expect(await db().operation.count()).toBe(0);
});

/** Runs work while the database rejects the cancellations of all those subscriptions but one. */
async function whileRejected(work: () => Promise<void>, but = 'none'): Promise<void> {
  const check = `key NOT LIKE 'cancel:checkout%' OR key = 'cancel:${but}'`;
  await db().$executeRawUnsafe(`ALTER TABLE "Operation" ADD CONSTRAINT broken CHECK (${check}) NOT VALID`);
  await work().finally(() => db().$executeRaw`ALTER TABLE "Operation" DROP CONSTRAINT broken`);
}

test('a run ends when none of a full batch can be ended', async () => {
  await leaveOverdue(MANY);
  await whileRejected(async () => {
    expect(await drainProvider('stripe')).toMatchObject({ more: false });
  });
});

test('two batches of cases that fail in each round take turns, and what is over after them has its own', async () => {
  const all = 2 * BATCH + 1;
  await leaveOverdue(all);
  const last = `checkout${all}`;
  await db().$executeRaw`
    UPDATE "DelinquencyCase" SET "exhaustsAt" = "exhaustsAt" + interval '1 second' WHERE id = ${`case${last}`}`;
  const threeRounds = () =>
    withSettings({ actions: false }, async () => {
      for (let round = 0; round < 3; round += 1) await drainProvider('stripe');
    });
  await whileRejected(threeRounds);
  await whileRejected(threeRounds, last);
  expect(await db().operation.findMany({ select: { key: true } })).toEqual([{ key: `cancel:${last}` }]);
});
