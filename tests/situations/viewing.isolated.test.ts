import { join } from 'node:path';
import { NextRequest } from 'next/server';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { OPERATIONS } from '@/lib/api/operations';
import { requireUser } from '@/lib/auth';
import { sessionCookie, sessionKey } from '@/lib/auth/session-cookie';
import { endViewing } from '@/lib/auth/viewing';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { openNotes } from '@/lib/http/request-notes';
import { type App, type Routes, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { newCustomer } from '../fixtures/customer';
import { inScope } from '../fixtures/request-scope';
import { signInByLink, signInRoutes, whoIs } from '../fixtures/sign-in';

vi.mock('next/headers', () => import('../fixtures/request-scope'));

/** The requests an operator may still send while viewing a customer's pages. */
const ALLOWED = ['/api/admin/view', '/api/admin/view/end'];
const CHANGES = OPERATIONS.filter(
  ({ method, caller, path }) =>
    method === 'post' && (caller === 'user' || caller === 'operator') && !ALLOWED.includes(path),
).map(({ path }) => path);
/** GET requests that return something of the customer's or start something. */
const OWN = ['/account/pay', '/api/account/export'];
const READ = ['/api/billing/status'];

let app: App;
beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    ...(await routesOf([...CHANGES, ...ALLOWED, ...OWN, ...READ, '/api/checkout'])),
  }));
});
afterAll(() => app.close());

async function routesOf(paths: readonly string[]): Promise<Routes> {
  const file = (path: string) => join(process.cwd(), 'app', path.startsWith('/api') ? '' : '(app)', path, 'route.ts');
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await import(file(path))] as const)));
}

const post = (browser: Browser, path: string, form: Record<string, string> = {}) =>
  browser.post(`${app.url}${path}`, form, { accept: 'application/json' });

async function operator(): Promise<{ browser: Browser; id: string }> {
  const browser = new Browser();
  const email = `operator-${crypto.randomUUID()}@example.test`;
  await signInByLink(app, browser, email);
  const { id } = await db().user.update({ where: { email }, data: { role: 'ADMIN' } });
  return { browser, id };
}

/** An open checkout about which nothing is known except that the customer went there. */
async function newCheckout(userId: string) {
  const what = {
    workspaceId: userId,
    provider: 'stripe',
    mode: env().payments.mode,
    kind: 'subscription',
    sku: 'pro_month',
  } as const;
  const params = { customerExternalId: 'cus_nobody' };
  const where = { externalId: `cs_${crypto.randomUUID()}`, expiresAt: new Date(Date.now() + 3_600_000) };
  return db().checkout.create({ data: { ...what, ...where, quantity: 1, currency: 'USD', state: 'open', params } });
}

async function viewing(customer?: Awaited<ReturnType<typeof newCustomer>>) {
  customer ??= await newCustomer();
  const { browser, id } = await operator();
  expect((await post(browser, '/api/admin/view', { workspace: customer.id })).status).toBe(200);
  return { customer, browser, operatorId: id };
}

const entries = async (operatorId: string) =>
  (
    await db().auditLog.findMany({ where: { actor: `admin:${operatorId}` }, orderBy: [{ at: 'asc' }, { id: 'asc' }] })
  ).map(({ action, target, detail }) => ({ action, target, how: (detail as { how?: string }).how }));

test('an operator who views a customer sees what they see, until they stop, and both are in the audit log', async () => {
  const { customer, browser, operatorId } = await viewing();
  expect(await whoIs(app, browser)).toMatchObject({ viewing: { email: customer.email } });
  const stopped = await post(browser, '/api/admin/view/end');
  expect(await stopped.json()).toEqual({ url: `${app.url}/admin/customers/${customer.id}` });
  expect(await whoIs(app, browser)).toMatchObject({ viewing: null });
  expect(await entries(operatorId)).toEqual([
    { action: 'customer.view-started', target: customer.id },
    { action: 'customer.view-ended', target: customer.id, how: 'button' },
  ]);
});

describe('while an operator views a customer', () => {
  let browser: Browser;
  let operatorId: string;
  beforeAll(async () => {
    ({ browser, operatorId } = await viewing());
  });

  test('there is something to refuse', () => {
    expect(CHANGES.length).toBeGreaterThan(20);
  });

  test.each(CHANGES)('%s is refused with 403 and a reason', async (path) => {
    const answer = await post(browser, path);
    expect(answer.status).toBe(403);
    expect(await answer.json()).toMatchObject({ error: { code: 'auth/viewing' } });
  });

  test.each(OWN)('%s is refused with 403 even though it is a GET', async (path) => {
    expect((await browser.get(`${app.url}${path}`)).status).toBe(403);
  });

  test('no checkout opens', async () => {
    const order = { plan: 'starter', interval: 'month', provider: 'stripe' };
    expect((await post(browser, '/api/checkout', order)).status).toBe(403);
    expect(await db().checkout.count()).toBe(0);
  });

  test('refusals are in the audit log, as the operator’s', async () => {
    const denied = await db().auditLog.count({ where: { actor: `user:${operatorId}`, action: 'access.denied' } });
    expect(denied).toBeGreaterThan(10);
  });
});

test('a view ends automatically, when the operator signs out, and when they view another customer', async () => {
  const { browser, customer, operatorId } = await viewing();
  const second = await newCustomer();
  await post(browser, '/api/admin/view', { workspace: second.id });
  await db().session.updateMany({ where: { userId: operatorId }, data: { viewingUntil: new Date(Date.now() - 1) } });
  expect(await whoIs(app, browser)).toMatchObject({ viewing: null });
  await post(browser, '/api/admin/view', { workspace: customer.id });
  await post(browser, '/api/auth/sign-out');
  await expect
    .poll(() => entries(operatorId))
    .toEqual([
      { action: 'customer.view-started', target: customer.id },
      { action: 'customer.view-ended', target: customer.id, how: 'another customer' },
      { action: 'customer.view-started', target: second.id },
      { action: 'customer.view-ended', target: second.id, how: 'expired' },
      { action: 'customer.view-started', target: customer.id },
      { action: 'customer.view-ended', target: customer.id, how: 'session ended' },
    ]);
  expect(await whoIs(app, browser)).toBeNull();
});

test('a former operator can view no one', async () => {
  const { browser, operatorId } = await viewing();
  await db().user.update({ where: { id: operatorId }, data: { role: 'USER' } });
  expect(await whoIs(app, browser)).toMatchObject({ viewing: null });
});

test('a deleted account cannot be viewed', async () => {
  const { browser } = await operator();
  const gone = await newCustomer();
  await db().user.update({ where: { id: gone.id }, data: { email: null, deletedAt: new Date() } });
  expect((await post(browser, '/api/admin/view', { workspace: gone.id })).status).toBe(404);
});

/** A browser's request as Next.js passes it on, without the server that would have recorded its method. */
function unseen(browser: Browser, path: string, method = 'GET'): NextRequest {
  const { name } = sessionCookie();
  const cookie = `${name}=${browser.cookie(app.url, name)}`;
  return new NextRequest(`${app.url}${path}`, {
    method,
    headers: { cookie, origin: app.url, accept: 'application/json' },
  });
}

/** Does what a page does, as part of a GET request whose response is then sent. */
async function asPage(render: () => Promise<string>): Promise<Response> {
  let sent: () => void = () => {};
  const closed = new Promise<void>((resolve) => {
    sent = resolve;
  });
  openNotes(500, 'GET', closed);
  try {
    return new Response(await render());
  } finally {
    sent();
  }
}

test('a request whose method is unknown changes nothing either', async () => {
  const { browser } = await viewing();
  const { POST } = await import('@/app/api/account/profile/route');
  const change = unseen(browser, '/api/account/profile', 'POST');
  expect((await inScope(change, () => POST(change, {}))).status).toBe(403);
  const { GET } = await import('@/app/api/billing/status/route');
  const look = unseen(browser, '/api/billing/status');
  expect((await inScope(look, () => GET(look, {}))).status).toBe(200);
  const action = async () => new Response((await requireUser()).id);
  await expect(inScope(unseen(browser, '/premium', 'POST'), action)).rejects.toMatchObject({ code: 'auth/viewing' });
});

test('closing an expired view does not close a newer one', async () => {
  const { browser, customer, operatorId } = await viewing();
  const key = sessionKey(browser.cookie(app.url, sessionCookie().name) ?? '');
  const { viewingUntil } = await db().session.findUniqueOrThrow({ where: { sessionToken: key } });
  const seen = { viewedUserId: customer.id, viewingUntil: new Date((viewingUntil?.getTime() ?? 0) - 1) };
  expect(await endViewing(key, 'expired', seen)).toBeNull();
  expect(await endViewing(key, 'expired', { ...seen, viewedUserId: operatorId, viewingUntil })).toBeNull();
  expect(await whoIs(app, browser)).toMatchObject({ viewing: { email: customer.email } });
  expect(await endViewing(key, 'expired', { viewedUserId: customer.id, viewingUntil })).toBe(customer.id);
  expect(await whoIs(app, browser)).toMatchObject({ viewing: null });
});

describe('pages that ask the provider when the customer opens them, and may change something', () => {
  const card = async (browser: Browser) => {
    const { default: Account } = await import('@/app/(app)/account/page');
    const props = { searchParams: Promise.resolve({ success: 'payment-method' }) };
    await inScope(unseen(browser, '/account'), () => asPage(async () => String((await Account(props)).key)));
    return db().rateLimit.count({ where: { key: { startsWith: 'payment-method-result-account' } } });
  };

  test('are read-only while an operator views: the result of a new payment method', async () => {
    const { browser } = await viewing();
    expect(await card(browser)).toBe(0);
    await post(browser, '/api/admin/view/end');
    expect(await card(browser)).toBe(1);
  });

  test('are read-only while an operator views: a checkout', async () => {
    const { browser, customer } = await viewing();
    const { id } = await newCheckout(customer.id);
    const asked = async () => (await db().checkout.findUniqueOrThrow({ where: { id } })).askedAt;
    const status = await browser.get(`${app.url}/api/billing/status?checkout=${id}`);
    expect(await status.json()).toMatchObject({ checkout: { state: 'confirming' } });
    const { getCheckout } = await import('@/app/checkout/get-checkout');
    const page = async () => (await getCheckout(await requireUser(), id)).confirmation.state;
    await inScope(unseen(browser, '/checkout/success'), () => asPage(page));
    expect(await asked()).toBeNull();
  });
});

test('refusals and rate limits during a view count for the operator and not for the customer', async () => {
  const { browser, customer, operatorId } = await viewing();
  const second = await viewing(customer);
  const { GET } = await import('@/app/(app)/account/payments/[payment]/invoice/route');
  for (const each of [browser, second.browser]) {
    const request = unseen(each, '/account/payments');
    const params = Promise.resolve({ payment: crypto.randomUUID() });
    expect((await inScope(request, () => GET(request, { params }))).status).toBe(404);
  }
  const uses = await db().rateLimit.findMany({ where: { key: { startsWith: 'invoice-account:' } } });
  expect(uses.map(({ count }) => count)).toEqual([1, 1]);

  const target = crypto.randomUUID();
  const { getCheckout } = await import('@/app/checkout/get-checkout');
  const page = async () => getCheckout(await requireUser(), target).then(String, String);
  await inScope(unseen(browser, '/checkout/success'), () => asPage(page));
  const denials = await db().auditLog.findMany({ where: { target, action: 'access.denied' } });
  expect(denials.map(({ actor }) => actor)).toEqual([`user:${operatorId}`]);
});
