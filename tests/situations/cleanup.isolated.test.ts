import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { runJob } from '@/lib/jobs';
import { newUser } from '@/lib/workspaces/new-user';
import { recordStatements } from '../../scripts/scale/statements';

process.env.DATABASE_LOCK_TIMEOUT = '1';
const DAY = 86_400_000;
const ago = (days: number) => new Date(Date.now() - days * DAY);

/** A connection outside the app. */
let elsewhere: pg.Client;

beforeAll(async () => {
  elsewhere = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await elsewhere.connect();
});
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE "WebhookEvent", "RateLimit", "VerificationToken", "Session", "JobLease"`;
  await db().$executeRaw`UPDATE "Workspace" SET "redactedAt" = now() WHERE "deletedAt" IS NOT NULL`;
});
afterEach(async () => {
  await elsewhere.query('ROLLBACK');
});
afterAll(async () => {
  await elsewhere.end();
});

/** A workspace that was deleted so many days ago, and whose redaction was cut off. */
async function leave(days: number, params: object | string = { comment: 'I am Ada' }): Promise<string> {
  const { id } = await db().user.create({ data: newUser({ deletedAt: ago(days) }) });
  await db().workspace.update({ where: { id }, data: { deletedAt: ago(days) } });
  await db().operation.create({
    data: {
      ...{ workspaceId: id, provider: 'stripe', mode: 'sandbox', kind: 'schedule-cancel', key: randomUUID() },
      ...{ actor: 'test', status: 'succeeded', params },
    },
  });
  return id;
}
/** Nothing can be taken out of a text, so PostgreSQL refuses the statement each time. */
const leaveBroken = (days: number) => leave(days, 'comment');

const isRedacted = async (id: string) =>
  (await db().workspace.findUniqueOrThrow({ where: { id }, select: { redactedAt: true } })).redactedAt !== null;

const limit = (key: string) => db().rateLimit.create({ data: { key, count: 1, windowEnds: ago(1) } });

test('a row that someone else holds is passed over, and all others are cleaned up', async () => {
  const left = await leave(2);
  await limit('held');
  await limit('over');
  await elsewhere.query('BEGIN');
  await elsewhere.query(`UPDATE "RateLimit" SET count = 2 WHERE key = 'held'`);
  await cleanUp();
  expect(await db().rateLimit.findMany({ select: { key: true } })).toEqual([{ key: 'held' }]);
  expect(await isRedacted(left)).toBe(true);
});

test('a step that fails stops no other one, and the job says that it failed', async () => {
  const left = await leave(2);
  await limit('over');
  await db().verificationToken.create({ data: { identifier: 'a', token: 'a', expires: ago(1) } });
  const { id: userId } = await db().user.create({ data: newUser({}) });
  await db().session.create({ data: { sessionToken: 'a', userId, expires: ago(1) } });
  await elsewhere.query('BEGIN');
  await elsewhere.query('LOCK TABLE "VerificationToken" IN ACCESS EXCLUSIVE MODE');
  await expect(runJob('cleanup')).rejects.toThrow(/55P03|lock timeout/);
  await elsewhere.query('ROLLBACK');
  expect([await db().rateLimit.count(), await db().session.count(), await isRedacted(left)]).toEqual([0, 0, true]);
  expect(await db().verificationToken.count()).toBe(1);
  await runJob('cleanup');
  expect(await db().verificationToken.count()).toBe(0);
});

test('names that cannot be read from old webhooks keep no workspace from being emptied', async () => {
  const left = await leave(2);
  const at = ago(1);
  const { id } = await db().webhookEvent.create({
    data: {
      ...{ provider: 'stripe', mode: 'sandbox', type: 'invoice.paid', status: 'processed', eventId: 'evt_old' },
      ...{ targetKind: 'payment', targetId: 'pi_1', payload: { a: 1 }, occurredAt: at, lastReceivedAt: at },
    },
  });
  await elsewhere.query('BEGIN');
  await elsewhere.query('SELECT FROM "WebhookEvent" WHERE id = $1 FOR UPDATE', [id]);
  await expect(cleanUp()).rejects.toThrow(/55P03|lock timeout/);
  const { params } = await db().operation.findFirstOrThrow({ where: { workspaceId: left } });
  expect(params).toEqual({});
});

test('a workspace whose redaction always fails blocks no other one, and comes last the next time', async () => {
  const broken = await leaveBroken(9);
  const other = await leave(8);
  await expect(cleanUp()).rejects.toThrow(/cannot delete from scalar/);
  expect([await isRedacted(broken), await isRedacted(other)]).toEqual([false, true]);
  const next = await leave(1);
  const tried = await recordStatements(() => expect(cleanUp()).rejects.toThrow(/cannot delete from scalar/));
  const order = tried.filter(({ text }) => /UPDATE "Operation" SET params = params -/.test(text));
  expect(order.map(({ values }) => values[0])).toEqual([next, broken]);
  expect(await isRedacted(next)).toBe(true);
});

test('a workspace that someone else holds costs no waiting', async () => {
  const held = await leave(9);
  const other = await leave(8);
  await elsewhere.query('BEGIN');
  await elsewhere.query('SELECT FROM "Workspace" WHERE id = $1 FOR UPDATE', [held]);
  await cleanUp();
  expect([await isRedacted(held), await isRedacted(other)]).toEqual([false, true]);
});
