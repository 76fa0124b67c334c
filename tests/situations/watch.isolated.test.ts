import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { notifyOfAlerts } from '@/lib/operators/notify';
import { recordStatements } from '../../scripts/scale/statements';
import { type App, startApp } from '../fixtures/app';

const TOKEN = 'metrics-token-of-this-test-0123456789abcdef';
const OPERATOR = 'operator@example.test';

let app: App;
/** Receives what Slack would. */
let slack: Server;
let posted: string[] = [];
let answer = 200;
/** What happens before it answers. */
let whileSending: () => Promise<void> = async () => {};

beforeAll(async () => {
  slack = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', async () => {
      posted.push(Buffer.concat(chunks).toString('utf8'));
      await whileSending();
      response.writeHead(answer).end('ok');
    });
  });
  await new Promise<void>((resolve) => slack.listen(0, '127.0.0.1', resolve));
  const { port } = slack.address() as AddressInfo; // a server that listens on TCP has one
  Object.assign(process.env, {
    ...{ METRICS_TOKEN: TOKEN, ALERT_EMAILS: OPERATOR },
    ALERT_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
  });
  app = await startApp(async () => ({
    '/api/metrics': await import('@/app/api/metrics/route'),
    '/api/health/live': await import('@/app/api/health/live/route'),
    '/api/health/ready': await import('@/app/api/health/ready/route'),
    '/api/webhooks/stripe': await import('@/app/api/webhooks/stripe/route'),
  }));
});
afterAll(async () => {
  slack.close();
  await app.close();
});
beforeEach(async () => {
  await db().$executeRaw`TRUNCATE "Alert", "AlertNotice"`;
  posted = [];
  answer = 200;
});

const metrics = async (authorization: string) => {
  const reply = await fetch(`${app.url}/api/metrics`, { headers: { authorization } });
  return { status: reply.status, text: await reply.text() };
};

async function emailsToOperator(): Promise<string[]> {
  const reply = await fetch(`${app.sandbox.url}/_sandbox/mail?to=${encodeURIComponent(OPERATOR)}`);
  const { data } = (await reply.json()) as { data: { subject: string }[] }; // shape of the control API
  return data.map(({ subject }) => subject);
}

test('the health routes say that the process is alive and that it can serve customers', async () => {
  for (const name of ['live', 'ready']) {
    const reply = await fetch(`${app.url}/api/health/${name}`);
    expect([reply.status, await reply.json()]).toEqual([200, { status: 'ok' }]);
  }
});

test('metrics require the token, and show what is dead, open, and refused', async () => {
  for (const wrong of ['', TOKEN, `Bearer ${TOKEN}x`]) expect((await metrics(wrong)).status).toBe(404);
  await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
  await db().webhookEvent.create({
    data: {
      ...{ provider: 'stripe', mode: 'sandbox', eventId: 'evt_dead', type: 'invoice.paid', payload: {} },
      ...{ occurredAt: new Date(), status: 'dead', attempts: 10 },
    },
  });
  const refused = await fetch(`${app.url}/api/webhooks/stripe`, { method: 'POST', body: '{}' });
  expect(refused.status).toBe(400);
  const { status, text } = await metrics(`Bearer ${TOKEN}`);
  expect(status).toBe(200);
  expect(text).toContain('tollgate_alerts_open{kind="ledger corrected"} 1');
  expect(text).toContain('tollgate_events{status="dead"} 1');
  expect(text).toContain('tollgate_webhooks_total{provider="stripe",status="400"} 1');
  expect(text).toMatch(/^# TYPE tollgate_provider_request_seconds histogram$/m);
});

test('an operator is notified of new alerts by email and webhook, once for each alert and once an hour for each kind', async () => {
  await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
  await raiseAlert(db(), 'drift:2', 'ledger corrected', { runId: 'run-2' });
  await raiseAlert(db(), 'dead-event:1', 'dead event', { eventId: 'evt_1' });
  expect(await notifyOfAlerts()).toBe(2);
  expect(await emailsToOperator()).toEqual(
    expect.arrayContaining(['ledger corrected: 2 new alerts', 'dead event: 1 new alert']),
  );
  expect(posted.map((body) => JSON.parse(body))).toEqual(
    expect.arrayContaining([{ text: expect.stringContaining('npm run billing:replay') }]),
  );
  // Within the hour, another one of the same kind waits.
  await raiseAlert(db(), 'drift:3', 'ledger corrected', { runId: 'run-3' });
  expect(await notifyOfAlerts()).toBe(0);
  await db().$executeRaw`UPDATE "AlertNotice" SET "sentAt" = "sentAt" - interval '61 minutes'`;
  expect(await notifyOfAlerts()).toBe(1);
  expect(await notifyOfAlerts()).toBe(0);
  expect(posted).toHaveLength(3);
});

describe('100,000 alerts of one kind', () => {
  const fail = () =>
    db().$executeRaw`
      INSERT INTO "Alert" (id, key, kind, detail)
      SELECT gen_random_uuid()::text, 'many:' || n, 'dead event', '{}' FROM generate_series(1, 100000) n`;
  const told = () => posted.map((body) => /: (\d+) new/.exec(body)?.[1]);
  const anHourLater = () => db().$executeRaw`UPDATE "AlertNotice" SET "sentAt" = "sentAt" - interval '61 minutes'`;

  test('are one notice with their number, without being loaded, and no second one', async () => {
    await fail();
    const statements = await recordStatements(async () => {
      expect(await notifyOfAlerts()).toBe(1);
    });
    expect(told()).toEqual(['100000']);
    expect(Math.max(...statements.map(({ values }) => values.length))).toBeLessThan(20);
    await anHourLater();
    expect(await notifyOfAlerts()).toBe(0);
  });

  test('are one notice while others are closed, raised, or reopened, which the next notice names', async () => {
    await fail();
    await raiseAlert(db(), 'old', 'dead event', { eventId: 'evt_old' });
    await db().$executeRaw`
      UPDATE "Alert" SET "closedAt" = now() - interval '1 day', "createdAt" = now() - interval '2 days' WHERE key = 'old'`;
    whileSending = async () => {
      await db().$executeRaw`UPDATE "Alert" SET "closedAt" = now() WHERE key IN ('many:7', 'many:39000')`;
      await raiseAlert(db(), 'new', 'dead event', { eventId: 'evt_new' });
      await raiseAlert(db(), 'old', 'dead event', { eventId: 'evt_old' }, { reopen: true });
    };
    expect(await notifyOfAlerts()).toBe(1);
    whileSending = async () => {};
    await anHourLater();
    expect(await notifyOfAlerts()).toBe(1);
    expect(told()).toEqual(['100000', '2']);
    await anHourLater();
    expect(await notifyOfAlerts()).toBe(0);
  });
});

test('while the webhook is broken the email is enough, and nothing is sent twice', async () => {
  answer = 500;
  await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
  expect(await notifyOfAlerts()).toBe(1);
  await db().$executeRaw`DELETE FROM "AlertNotice"`;
  expect(await notifyOfAlerts()).toBe(0);
});

test('an alert that was closed meanwhile, or is already known, sends no notice', async () => {
  await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' });
  await db().alert.updateMany({ data: { closedAt: new Date(), closedBy: 'command line' } });
  expect(await notifyOfAlerts()).toBe(0);
  await raiseAlert(db(), 'drift:1', 'ledger corrected', { runId: 'run-1' }, { reopen: true });
  expect(await notifyOfAlerts()).toBe(1);
});
