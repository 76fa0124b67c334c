import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { raiseAlert } from '@/lib/billing/ledger/alerts';
import { db } from '@/lib/db';
import { notifyOfAlerts } from '@/lib/operators/notify';
import { type App, startApp } from '../fixtures/app';

const TOKEN = 'metrics-token-of-this-test-0123456789abcdef';
const OPERATOR = 'operator@example.test';

let app: App;
/** Receives what Slack would. */
let slack: Server;
let posted: string[] = [];
let answer = 200;

beforeAll(async () => {
  slack = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      posted.push(Buffer.concat(chunks).toString('utf8'));
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
