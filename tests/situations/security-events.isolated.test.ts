import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { SITE } from '@/config/site';
import { SECURITY_EVENTS } from '@/lib/audit';
import { sessionKey } from '@/lib/auth/session-cookie';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { RETENTION } from '@/lib/retention';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { newCustomer, open } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { newestToken, signInByLink, signInRoutes, signInThrough } from '../fixtures/sign-in';

process.env.LOG_LEVEL = 'info';

let app: App;
let written: string[] = [];
beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/account/refund': await import('@/app/api/account/refund/route'),
    '/api/account/delete': await import('@/app/api/account/delete/route'),
    '/api/account/profile': await import('@/app/api/account/profile/route'),
    '/api/billing/status': await import('@/app/api/billing/status/route'),
    '/api/checkout': await import('@/app/api/checkout/route'),
    '/api/webhooks/stripe': await import('@/app/api/webhooks/stripe/route'),
    '/api/webhooks/dodo': await import('@/app/api/webhooks/dodo/route'),
  }));
  await pushCatalog();
  // The purchase is fetched; no webhook is needed.
  await fetch(`${app.sandbox.url}/_sandbox/pause-deliveries`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ on: true }),
  });
});
afterEach(() => vi.restoreAllMocks());
afterAll(() => app.close());
beforeEach(async () => {
  await db().auditLog.deleteMany();
  await db().rateLimit.deleteMany();
  written = [];
  const original = process.stdout.write.bind(process.stdout);
  vi.spyOn(process.stdout, 'write').mockImplementation((...given: Parameters<typeof original>) => {
    const [line] = given;
    if (typeof line === 'string' && line.startsWith('{"level"')) written.push(line);
    else return original(...given);
    return true;
  });
});

/** A new user in a browser of their own. */
async function signedIn() {
  const user = await newCustomer();
  const [browser, token] = [new Browser(), randomUUID()];
  const expires = new Date(Date.now() + 3_600_000);
  await db().session.create({ data: { sessionToken: sessionKey(token), userId: user.id, expires } });
  browser.setCookie(app.url, `${SITE.id}.session`, token);
  return { user, browser };
}

const events = async () =>
  (await db().auditLog.findMany({ orderBy: { at: 'asc' } })).map(({ actor, action, target, detail }) => ({
    ...{ actor, action, target, ...(detail as { reason?: string; requestId?: string }) }, // our own shape
  }));

/** Log lines with these words, parsed. */
const lines = (words: string) =>
  written.filter((line) => line.includes(words)).map((line) => JSON.parse(line) as Record<string, unknown>);

async function buyCredits(user: { id: string; email: string; name: string | null }) {
  const checkout = await open(user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  await fetch(`${app.sandbox.url}/_sandbox/stripe/checkout/${checkout.externalId}/pay`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ card: '4242424242424242' }),
  });
  await confirmCheckout(user.id, checkout.id);
  return db().payment.findFirstOrThrow({ where: { workspaceId: user.id } });
}

describe('security check 104: who did what is in the audit log, with the request', () => {
  test('a sign-in by link, and one that failed', async () => {
    const email = `${randomUUID()}@example.test`;
    const answer = await signInByLink(app, new Browser(), email);
    const { id } = await db().user.findUniqueOrThrow({ where: { email } });
    const requestId = answer.headers.get('x-request-id');
    await new Browser().post(`${app.url}/api/auth/confirm`, { token: 'made-up' });
    expect(await events()).toMatchObject([
      { actor: `user:${id}`, action: 'sign-in.succeeded', target: id, requestId },
      { actor: 'anonymous', action: 'sign-in.failed', target: 'email', reason: 'Verification' },
    ]);
    expect(lines('signed in')).toMatchObject([{ userId: id, requestId, time: expect.any(String) }]);
  });

  test('a sign-in through a provider, and one with an unverified address', async () => {
    const email = `${randomUUID()}@example.test`;
    await signInThrough(app, new Browser(), 'google', { name: 'Ada', email, verified: 'yes' });
    await signInThrough(app, new Browser(), 'github', { name: 'Mallory', email: `m${email}` });
    const { id } = await db().user.findUniqueOrThrow({ where: { email } });
    expect(await events()).toMatchObject([
      { actor: `user:${id}`, action: 'sign-in.succeeded' },
      { actor: 'anonymous', action: 'sign-in.failed', target: 'github', reason: 'AccessDenied' },
    ]);
  });

  test('requesting another user’s checkout or payment, with the requested id', async () => {
    const owner = await newCustomer();
    const payment = await buyCredits(owner);
    const checkout = await db().checkout.findFirstOrThrow({ where: { workspaceId: owner.id } });
    const { user, browser } = await signedIn();
    const status = await browser.get(`${app.url}/api/billing/status?checkout=${checkout.id}`);
    const refund = await browser.post(`${app.url}/api/account/refund`, { payment: payment.id });
    expect([status.status, refund.status]).toEqual([404, 404]);
    const actor = `user:${user.id}`;
    expect(await events()).toMatchObject([
      { actor, action: 'access.denied', target: checkout.id, reason: 'not-found' },
      { actor, action: 'refund.refused', target: payment.id, reason: 'not-found' },
      { actor, action: 'access.denied', reason: 'not-found' },
    ]);
    for (const line of lines('request refused')) expect(line).toMatchObject({ userId: user.id, code: 'not-found' });
  });

  test('a request that another site made a browser send', async () => {
    const { user, browser } = await signedIn();
    const answer = await browser.post(`${app.url}/api/account/profile`, { name: 'x' }, { origin: 'https://evil.test' });
    expect(answer.status).toBe(403);
    expect(await events()).toMatchObject([
      {
        actor: `user:${user.id}`,
        action: 'access.denied',
        target: '/api/account/profile',
        reason: 'request/cross-origin',
      },
    ]);
  });

  test('a limit that is reached, once per window', async () => {
    const { user, browser } = await signedIn();
    const statuses: number[] = [];
    for (let tries = 0; tries < 23; tries += 1)
      statuses.push((await browser.post(`${app.url}/api/account/profile`, { name: 'Ada' })).status);
    expect(statuses.filter((status) => status === 429)).toHaveLength(3);
    expect(await events()).toMatchObject([
      { actor: `user:${user.id}`, action: 'rate-limit.reached', target: 'profile-account' },
    ]);
    expect(lines('rate limit reached')).toHaveLength(3);
  });

  test('the sixth checkout of ten minutes is refused', async () => {
    const { browser } = await signedIn();
    const statuses: number[] = [];
    for (let tries = 0; tries < 6; tries += 1)
      statuses.push((await browser.post(`${app.url}/api/checkout`, { plan: 'lifetime', provider: 'stripe' })).status);
    expect(statuses).toEqual([303, 303, 303, 303, 303, 429]);
  });

  test('one client opens twenty checkouts in ten minutes, however many accounts it creates', async () => {
    const statuses: number[] = [];
    for (let account = 0; account < 21; account += 1) {
      const { browser } = await signedIn();
      statuses.push((await browser.post(`${app.url}/api/checkout`, { plan: 'lifetime', provider: 'dodo' })).status);
    }
    expect(statuses).toEqual([...Array<number>(20).fill(303), 429]);
  });

  test('a refund that is requested, and a second one that is refused', async () => {
    const { user, browser } = await signedIn();
    const { id } = await buyCredits(user);
    await browser.post(`${app.url}/api/account/refund`, { payment: id });
    await browser.post(`${app.url}/api/account/refund`, { payment: id });
    const actor = `user:${user.id}`;
    expect(await events()).toMatchObject([
      { actor, action: 'refund.requested', target: id, requestId: expect.any(String) },
      { actor, action: 'refund.refused', target: id, reason: 'billing/not-refundable' },
    ]);
  });

  test('a deletion', async () => {
    const { user, browser } = await signedIn();
    await browser.post(`${app.url}/api/account/delete`, { understood: 'yes' });
    expect(await events()).toMatchObject([
      { actor: `user:${user.id}`, action: 'workspace.deleted', target: user.id, requestId: expect.any(String) },
      { actor: `user:${user.id}`, action: 'account.deleted', target: user.id, requestId: expect.any(String) },
    ]);
    expect(lines('account deleted')).toMatchObject([{ userId: user.id }]);
  });

  test.each(PROVIDERS)('a webhook of %s without a signature', async (provider) => {
    const answer = await fetch(`${app.url}/api/webhooks/${provider}`, { method: 'POST', body: '{}' });
    expect(answer.status).toBe(400);
    expect(await events()).toMatchObject([{ actor: 'anonymous', action: 'webhook.refused', target: provider }]);
  });

  test('a flood of refusals fills neither the table nor the disk: twenty lines per account in ten minutes', async () => {
    const { browser } = await signedIn();
    for (let tries = 0; tries < 30; tries += 1)
      await browser.get(`${app.url}/api/billing/status?checkout=${randomUUID()}`);
    expect(await db().auditLog.count()).toBe(20);
  });

  test('no event contains an address or a token', async () => {
    const email = `canary-${randomUUID()}@example.test`;
    await new Browser().post(`${app.url}/api/auth/link`, { email });
    const token = await newestToken(app, email);
    await new Browser().post(`${app.url}/api/auth/confirm`, { token });
    await new Browser().post(`${app.url}/api/auth/confirm`, { token });
    const all = JSON.stringify(await db().auditLog.findMany()) + written.join('');
    expect(all).not.toContain('canary-');
    expect(all).not.toContain(token);
  });

  test('an error of a production build, whose classes have one letter, keeps its name in the log', async () => {
    const { log } = await import('@/lib/log');
    const { appError } = await import('@/lib/errors');
    const minified = class a extends Error {
      override readonly name = 'ProviderRefused';
    };
    log().error({ err: new minified('no') }, 'shortened');
    log().error({ err: appError('billing/provider-refused') }, 'shortened');
    expect(lines('shortened').map(({ err }) => (err as { type: string }).type)).toEqual([
      'ProviderRefused',
      'AppError',
    ]); // pino's shape
  });

  test('security events are deleted after a year; the record of who did what to money is not', async () => {
    const at = new Date(Date.now() - (RETENTION['security-events'].days + 1) * 86_400_000);
    const row = { actor: 'anonymous', target: 'x', detail: {} };
    await db().auditLog.createMany({
      data: [...SECURITY_EVENTS, 'refund.requested', 'account.deleted'].map((action) => ({ ...row, action, at })),
    });
    await db().auditLog.create({ data: { ...row, action: 'access.denied' } });
    await cleanUp();
    expect((await db().auditLog.findMany({ orderBy: { action: 'asc' } })).map(({ action }) => action)).toEqual([
      ...['access.denied', 'account.deleted', 'refund.requested'],
    ]);
  });
});
