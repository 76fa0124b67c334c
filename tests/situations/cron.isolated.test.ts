import { afterAll, beforeAll, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { RETENTION } from '@/lib/retention';
import { newUser } from '@/lib/workspaces/new-user';
import { type App, startApp } from '../fixtures/app';

const SECRET = 'cron-secret-of-this-test-0123456789abcdef';

let app: App;
beforeAll(async () => {
  process.env.CRON_SECRET = SECRET;
  app = await startApp(async () => ({ '/api/cron/[job]': await import('@/app/api/cron/[job]/route') }));
});
afterAll(() => app.close());

const call = (job: string, authorization?: string) =>
  fetch(`${app.url}/api/cron/${job}`, authorization === undefined ? {} : { headers: { authorization } });

test('a scheduler with the secret runs a job, and no one else learns that it exists', async () => {
  const ran = await call('cleanup', `Bearer ${SECRET}`);
  expect([ran.status, await ran.json()]).toEqual([200, { job: 'cleanup', ran: true }]);
  for (const wrong of [undefined, SECRET, 'Bearer ', `Bearer ${SECRET}x`]) {
    expect((await call('cleanup', wrong)).status).toBe(404);
  }
});

test('an error names a job that does not exist', async () => {
  const answer = await call('tidy', `Bearer ${SECRET}`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toMatchObject({ error: { code: 'not-found', message: 'There is no job named tidy.' } });
});

test('a reconciliation that a provider refuses reports what it could not do, does the rest, and does not fail', async () => {
  const refuse = await fetch(`${app.sandbox.url}/_sandbox/faults`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: '429', provider: 'dodo', retryAfter: 600 }),
  });
  expect(refuse.ok).toBe(true);
  const answer = await call('reconcile', `Bearer ${SECRET}`);
  expect([answer.status, await answer.json()]).toMatchObject([
    200,
    {
      ...{ job: 'reconcile', ran: true },
      result: [
        { provider: 'stripe', state: 'done', stoppedAt: null, reason: null },
        { provider: 'dodo', state: 'partial', stoppedAt: 'subscriptions', reason: expect.stringContaining('Too many') },
      ],
    },
  ]);
  await fetch(`${app.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  const next = await call('reconcile', `Bearer ${SECRET}`);
  expect(await next.json()).toMatchObject({ result: [{ state: 'done' }, { provider: 'dodo', state: 'done' }] });
});

test('the cleanup deletes expired links and sessions and the bodies of old events, and nothing else', async () => {
  const user = await db().user.create({ data: newUser({ email: 'kept@example.test' }) });
  const [past, ahead] = [new Date(Date.now() - 60_000), new Date(Date.now() + 600_000)];
  for (const expires of [past, ahead]) {
    const key = String(expires.getTime());
    await db().verificationToken.create({ data: { identifier: 'kept@example.test', token: key, expires } });
    await db().session.create({ data: { userId: user.id, sessionToken: key, expires } });
  }
  const event = { provider: 'stripe', mode: 'sandbox', type: 'invoice.paid', payload: { who: 'Ada' } } as const;
  const old = new Date(Date.now() - (RETENTION.payloads.days + 1) * 86_400_000);
  const rows = [
    { eventId: 'old', status: 'processed', lastReceivedAt: old },
    { eventId: 'old-dead', status: 'dead', lastReceivedAt: old },
    { eventId: 'new', status: 'processed', lastReceivedAt: new Date() },
  ] as const;
  for (const row of rows) await db().webhookEvent.create({ data: { ...event, ...row, occurredAt: old } });

  expect((await call('cleanup', `Bearer ${SECRET}`)).status).toBe(200);

  expect(await db().verificationToken.findMany({ select: { expires: true } })).toEqual([{ expires: ahead }]);
  expect(await db().session.findMany({ select: { expires: true } })).toEqual([{ expires: ahead }]);
  expect(
    await db().webhookEvent.findMany({ select: { eventId: true, payload: true }, orderBy: { eventId: 'asc' } }),
  ).toEqual([
    { eventId: 'new', payload: { who: 'Ada' } },
    { eventId: 'old', payload: {} },
    { eventId: 'old-dead', payload: { who: 'Ada' } },
  ]);
});
