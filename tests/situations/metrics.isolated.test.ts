import { afterEach, beforeEach, expect, test } from 'vitest';
import { setBusinessClock } from '@/lib/clock';
import { db } from '@/lib/db';
import { renderMetrics } from '@/lib/metrics/render';
import { newUser } from '@/lib/workspaces/new-user';

const SECOND = 1_000;
const DAY = 86_400_000;
const ago = (ms: number) => new Date(Date.now() - ms);
const inDays = (days: number) => ago(-days * DAY);

let userId: string;

beforeEach(async () => {
  await db().$executeRaw`TRUNCATE "Email", "WebhookEvent", "Alert", "Operation", "BusinessClock"`;
  ({ id: userId } = await db().user.create({ data: newUser({}) }));
});
afterEach(async () => {
  await db().$executeRaw`TRUNCATE "Email", "WebhookEvent", "Alert", "Operation", "BusinessClock"`;
});

async function metric(name: string): Promise<number> {
  const { text } = await renderMetrics();
  const line = text.split('\n').find((candidate) => candidate.startsWith(`${name} `));
  return Number(line?.slice(name.length) ?? Number.NaN);
}
const waiting = () => metric('tollgate_emails{status="waiting"}');
const waitingFor = () => metric('tollgate_emails_age_seconds{status="waiting"}');

let emails = 0;
async function email(given: { dueAt: Date; createdAt: Date; status?: 'failed'; nextAttemptAt?: Date }): Promise<void> {
  emails += 1;
  await db().email.create({ data: { userId, kind: 'renewing', key: `renewing:${emails}`, data: {}, ...given } });
}

test('a renewal notice that is due in months does not wait, however long ago it was written', async () => {
  await email({ dueAt: inDays(300), createdAt: ago(58 * DAY) });
  expect(await waiting()).toBeNaN();
  expect(await waitingFor()).toBeNaN();
});

test('a notice waits from the day it is due, by the clock of the sandbox too', async () => {
  await email({ dueAt: ago(90 * SECOND), createdAt: ago(300 * DAY) });
  expect(await waiting()).toBe(1);
  expect(await waitingFor()).toBeGreaterThanOrEqual(90);
  expect(await waitingFor()).toBeLessThan(3_600);
  await email({ dueAt: inDays(30), createdAt: ago(300 * DAY) });
  await setBusinessClock({ offsetSeconds: 31 * 86_400, frozenAt: null });
  expect(await waiting()).toBe(2);
});

test('an email about something long past waits from when it was written', async () => {
  await email({ dueAt: ago(40 * DAY), createdAt: ago(90 * SECOND) });
  expect(await waitingFor()).toBeGreaterThanOrEqual(90);
  expect(await waitingFor()).toBeLessThan(3_600);
});

test('an email that failed counts for a day, and has no age', async () => {
  const failed = { status: 'failed', dueAt: ago(40 * DAY), createdAt: ago(40 * DAY) } as const;
  await email({ ...failed, nextAttemptAt: ago(2 * DAY) });
  expect(await metric('tollgate_emails{status="failed"}')).toBeNaN();
  await email({ ...failed, nextAttemptAt: inDays(0.1) });
  expect(await metric('tollgate_emails{status="failed"}')).toBe(1);
  expect(await metric('tollgate_emails_age_seconds{status="failed"}')).toBeNaN();
});

test('counting stops at 10,000, and the age is that of the oldest of all', async () => {
  await db().$executeRaw`
    INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, payload, "occurredAt", "receivedAt", status)
    SELECT 'many-' || n, 'stripe', 'sandbox', 'many-' || n, 'invoice.paid', '{}', now(), now() - n * interval '1 second', 'failed'
    FROM generate_series(1, 10500) n`;
  expect(await metric('tollgate_events{status="failed"}')).toBe(10_000);
  expect(await metric('tollgate_events_age_seconds{status="failed"}')).toBeGreaterThanOrEqual(10_500);
  await db().$executeRaw`
    INSERT INTO "Email" (id, "userId", kind, key, data, "dueAt")
    SELECT 'many-' || n, ${userId}, 'receipt', 'many-' || n, '{}', now() - n * interval '1 second' FROM generate_series(1, 10500) n`;
  expect(await waiting()).toBe(10_000);
});

test('many open alerts of one kind hide none of another kind', async () => {
  await db().$executeRaw`
    INSERT INTO "Alert" (id, key, kind, detail, "createdAt")
    SELECT 'many-' || n, 'many-' || n, 'dead mail', '{}', now() - n * interval '1 second' FROM generate_series(1, 10500) n`;
  await db().$executeRaw`
    INSERT INTO "Alert" (id, key, kind, detail, "closedAt") VALUES ('a', 'a', 'dead event', '{}', NULL),
      ('b', 'b', 'dispute', '{}', NULL), ('c', 'c', 'dispute', '{}', now()), ('d', 'd', 'ledger corrected', '{}', now())`;
  expect(await metric('tollgate_alerts_open{kind="dead mail"}')).toBe(10_000);
  expect(await metric('tollgate_alerts_open{kind="dead event"}')).toBe(1);
  expect(await metric('tollgate_alerts_open{kind="dispute"}')).toBe(1);
  expect(await metric('tollgate_alerts_open{kind="ledger corrected"}')).toBeNaN();
});
