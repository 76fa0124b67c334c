import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { db } from '@/lib/db';
import { JOBS } from '@/lib/jobs';
import { readLeft } from '@/lib/operators/left';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { signInByLink, signInRoutes } from '../fixtures/sign-in';

vi.mock('next/headers', () => import('../fixtures/request-scope'));

/** Seconds after which proxies in front of the app give up on an answer (nginx.org/r/proxy_read_timeout). */
const PROXY_WAITS = 60;

let app: App;
let operator: Browser;
beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/admin/jobs': await import('@/app/api/admin/jobs/route'),
  }));
});
beforeEach(async () => {
  operator = new Browser();
  const email = `operator-${crypto.randomUUID()}@example.test`;
  await signInByLink(app, operator, email);
  await db().user.update({ where: { email }, data: { role: 'ADMIN' } });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await fetch(`${app.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
});
afterAll(() => app.close());

async function run(job: string): Promise<string | null> {
  const answer = await operator.post(`${app.url}/api/admin/jobs`, { job });
  expect(answer.status).toBe(303);
  return answer.headers.get('location');
}

test.each(['reconcile', 'billing', 'effects'] as const)(
  'the job %s has less time than a browser waits',
  async (job) => {
    const started = vi.spyOn(JOBS[job], 'run');
    expect(await run(job)).toBe(`${app.url}/admin/jobs?done=ran`);
    expect(started).toHaveBeenCalledExactlyOnceWith(expect.any(Number), expect.any(Function));
    expect(started.mock.calls[0]?.[0]).toBeLessThan(PROXY_WAITS);
  },
);

test('a reconciliation that stops before its end names what is left, and the next run does it', async () => {
  const refuse = { kind: '429', provider: 'dodo', retryAfter: 600 };
  const headers = { 'content-type': 'application/json' };
  await fetch(`${app.sandbox.url}/_sandbox/faults`, { method: 'POST', headers, body: JSON.stringify(refuse) });
  const lastRun = async () => (await db().jobLease.findUniqueOrThrow({ where: { job: 'reconcile' } })).lastRunAt;
  const before = await lastRun();
  expect(await run('reconcile')).toBe(`${app.url}/admin/jobs?done=partly&left=dodo.subscriptions`);
  // The scheduled one comes when it would have come.
  expect(await lastRun()).toEqual(before);
  const { detail } = await db().auditLog.findFirstOrThrow({ where: { action: 'job.run' }, orderBy: { at: 'desc' } });
  expect(detail).toMatchObject({ ran: true, left: 'dodo.subscriptions' });
  await fetch(`${app.sandbox.url}/_sandbox/faults`, { method: 'DELETE' });
  expect(await run('reconcile')).toBe(`${app.url}/admin/jobs?done=ran`);
});

test('a made-up address shows only names of providers and steps', () => {
  expect(readLeft('dodo.subscriptions,stripe,paypal.money,stripe.<b>')).toEqual([
    { provider: 'dodo', step: 'subscriptions' },
    { provider: 'stripe', step: null },
    { provider: 'stripe', step: null },
  ]);
  expect(readLeft(undefined)).toEqual([]);
});
