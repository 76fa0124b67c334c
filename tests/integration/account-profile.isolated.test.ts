import { afterAll, beforeAll, expect, test } from 'vitest';
import { ensureCustomer } from '@/lib/billing/checkout/customers';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { asOwner } from '../fixtures/as-owner';
import { Browser } from '../fixtures/browser';
import { drainBilling } from '../fixtures/drain';
import { PROVIDERS } from '../fixtures/providers';
import { emailsTo, signInByLink, signInRoutes, whoIs } from '../fixtures/sign-in';

let app: App;
beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/account/sessions': await import('@/app/api/account/sessions/route'),
    '/api/account/profile': await import('@/app/api/account/profile/route'),
    '/api/account/time-zone': await import('@/app/api/account/time-zone/route'),
    '/api/account/email': await import('@/app/api/account/email/route'),
    '/api/account/email/confirm': await import('@/app/api/account/email/confirm/route'),
    '/api/account/export': await import('@/app/api/account/export/route'),
    '/api/account/delete': await import('@/app/api/account/delete/route'),
  }));
});
afterAll(() => app.close());

const post = (browser: Browser, path: string, form: Record<string, string> = {}, headers = {}) =>
  browser.post(`${app.url}/api/account/${path}`, form, headers);
const location = (response: Response) => response.headers.get('location')?.replace(app.url, '');

async function signedIn(address: string, browser = new Browser()): Promise<Browser> {
  await signInByLink(app, browser, address);
  return browser;
}

async function linkTo(address: string): Promise<string> {
  const [mail] = await emailsTo(app, address);
  const [link = ''] = /http\S+\/account\/email\/confirm\S+/.exec(mail?.text ?? '') ?? [];
  return new URL(link).searchParams.get('token') ?? '';
}

const person = (email: string) => db().user.findUnique({ where: { email } });
const grewOld = (email: string) =>
  db().session.updateMany({ where: { user: { email } }, data: { createdAt: new Date(Date.now() - 11 * 60_000) } });

test('signing out everywhere else ends every other session immediately, but not this one', async () => {
  const [phone, laptop] = [await signedIn('many@example.test'), await signedIn('many@example.test')];
  const stranger = await signedIn('stranger@example.test');
  expect(location(await post(laptop, 'sessions'))).toBe('/account/security?success=sessions');
  expect(await whoIs(app, phone)).toBeNull();
  expect(await whoIs(app, laptop)).not.toBeNull();
  expect(await whoIs(app, stranger)).not.toBeNull();
});

test('the browser’s time zone is stored for dates, and invalid ones are ignored', async () => {
  const browser = await signedIn('zone@example.test');
  expect(await person('zone@example.test')).toMatchObject({ timeZone: null });
  expect((await post(browser, 'time-zone', { timeZone: 'America/Los_Angeles' })).status).toBe(200);
  for (const timeZone of ['Mars/Olympus', '+02:00', '', 'x'.repeat(1000)])
    expect((await post(browser, 'time-zone', { timeZone })).status).toBe(422);
  expect(await person('zone@example.test')).toMatchObject({ timeZone: 'America/Los_Angeles' });
});

test('a new name is trimmed, stored, and sent to the providers', async () => {
  const browser = await signedIn('name@example.test');
  const user = await db().user.findUniqueOrThrow({ where: { email: 'name@example.test' } });
  const customers = [];
  for (const provider of PROVIDERS) customers.push(await ensureCustomer(asOwner(user.id), provider));
  expect(location(await post(browser, 'profile', { name: '  Ada \n King ' }))).toBe('/account/profile?success=name');
  expect(await person('name@example.test')).toMatchObject({ name: 'Ada King' });
  expect(await namesAtProviders(customers)).toEqual(['Ada King', 'Ada King']);
  expect((await post(browser, 'profile', { name: 'x'.repeat(81) })).status).toBe(422);
  expect(location(await post(browser, 'profile'))).toBe('/account/profile?success=name');
  expect(await person('name@example.test')).toMatchObject({ name: 'Ada King' });
  await post(browser, 'profile', { name: '   ' });
  expect(await person('name@example.test')).toMatchObject({ name: null });
});

/** Read from the providers through their own APIs. */
async function detailsAt([stripe = '', dodo = '']: string[]): Promise<{ email: string; name: string | null }[]> {
  const { env } = await import('@/lib/env');
  const { payments } = env();
  const answers = await Promise.all([
    fetch(`${app.sandbox.url}/v1/customers/${stripe}`, { headers: bearer(payments.stripe?.secretKey) }),
    fetch(`${app.sandbox.url}/dodo/customers/${dodo}`, { headers: bearer(payments.dodo?.apiKey) }),
  ]);
  return Promise.all(answers.map(async (answer) => (await answer.json()) as { email: string; name: string | null })); // shape of both providers
}

const bearer = (key = '') => ({ authorization: `Bearer ${key}` });
const namesAtProviders = async (customers: string[]) => (await detailsAt(customers)).map(({ name }) => name);

test('an email address changes once the link sent there is used, and both addresses and the providers are notified', async () => {
  const [browser, elsewhere] = [await signedIn('old@example.test'), await signedIn('old@example.test')];
  const user = await db().user.findUniqueOrThrow({ where: { email: 'old@example.test' } });
  const customers = [];
  for (const provider of PROVIDERS) customers.push(await ensureCustomer(asOwner(user.id), provider));

  expect(location(await post(browser, 'email', { email: ' New@Example.test ' }))).toBe('/account/profile');
  expect(await person('old@example.test')).not.toBeNull();
  const token = await linkTo('new@example.test');
  expect(location(await post(browser, 'email/confirm', { token }))).toBe('/account/profile?success=email');
  expect(await person('new@example.test')).toMatchObject({ id: user.id });
  expect(await person('old@example.test')).toBeNull();
  expect((await emailsTo(app, 'old@example.test'))[0]?.subject).toBe('Your email address is being changed');
  expect((await detailsAt(customers)).map(({ email }) => email)).toEqual(['new@example.test', 'new@example.test']);
  expect(await whoIs(app, browser)).not.toBeNull();
  expect(await whoIs(app, elsewhere)).toBeNull();
  expect((await post(browser, 'email/confirm', { token })).status).toBe(410);
});

test('a provider that is away receives the new address later', async () => {
  const browser = await signedIn('away@example.test');
  const user = await db().user.findUniqueOrThrow({ where: { email: 'away@example.test' } });
  const customers = [];
  for (const provider of PROVIDERS) customers.push(await ensureCustomer(asOwner(user.id), provider));
  await post(browser, 'email', { email: 'back@example.test' });
  const token = await linkTo('back@example.test');
  const control = (method: string) =>
    fetch(`${app.sandbox.url}/_sandbox/faults`, {
      method,
      ...(method === 'POST' ? { body: JSON.stringify({ kind: '500', provider: 'stripe' }) } : {}),
      headers: { 'content-type': 'application/json' },
    });
  await control('POST');
  expect((await post(browser, 'email/confirm', { token })).status).toBe(303);
  await control('DELETE');
  await db().operation.updateMany({ where: { workspaceId: user.id }, data: { nextAttemptAt: new Date(0) } });
  await drainBilling();
  expect((await detailsAt(customers)).map(({ email }) => email)).toEqual(['back@example.test', 'back@example.test']);
});

test('a link works only for the user who requested it, only the latest one works, and it is no sign-in link', async () => {
  const [browser, other] = [await signedIn('mine@example.test'), await signedIn('other@example.test')];
  await post(browser, 'email', { email: 'first@example.test' });
  await post(browser, 'email', { email: 'second@example.test' });
  const [first, second] = [await linkTo('first@example.test'), await linkTo('second@example.test')];
  expect((await post(browser, 'email/confirm', { token: first })).status).toBe(410);
  expect((await post(other, 'email/confirm', { token: second })).status).toBe(410);
  expect((await browser.post(`${app.url}/api/auth/confirm`, { token: second })).status).toBe(410);
  expect(await person('second@example.test')).toBeNull();
  expect(location(await post(browser, 'email/confirm', { token: second }))).toBe('/account/profile?success=email');
});

test('an address that has an account gets the same email, and only its reader sees the refusal', async () => {
  await signedIn('taken@example.test');
  const browser = await signedIn('wants@example.test');
  expect(location(await post(browser, 'email', { email: 'taken@example.test' }))).toBe('/account/profile');
  const token = await linkTo('taken@example.test');
  expect((await post(browser, 'email/confirm', { token })).status).toBe(409);
  expect(await person('wants@example.test')).not.toBeNull();
  expect((await emailsTo(app, 'wants@example.test')).map(({ subject }) => subject)).toEqual(['Your sign-in link']);
});

test('what others request for an address is limited, and never keeps its owner from signing in', async () => {
  await db().rateLimit.deleteMany();
  const address = 'sought@example.test';
  for (const name of ['greedy', 'eager']) {
    const browser = await signedIn(`${name}@example.test`);
    for (let times = 0; times < 3; times += 1) await post(browser, 'email', { email: address });
  }
  expect(await emailsTo(app, address)).toHaveLength(5);
  expect(await whoIs(app, await signedIn(address))).not.toBeNull();
});

test('an invalid new address shows an error in the form', async () => {
  const browser = await signedIn('form@example.test');
  for (const email of ['nonsense', 'form@example.test', 'two@a.test,three@b.test'])
    expect(location(await post(browser, 'email', { email }))).toBe('/account/profile?error=email');
});

test('an old sign-in is not enough to change the email or delete the account, and API clients get the reason', async () => {
  const browser = await signedIn('idle@example.test');
  await grewOld('idle@example.test');
  expect(location(await post(browser, 'email', { email: 'thief@example.test' }))).toBe(
    '/account/profile?error=sign-in',
  );
  expect(location(await post(browser, 'delete', { understood: 'yes' }))).toBe('/account/delete');
  const told = await post(browser, 'delete', { understood: 'yes' }, { accept: 'application/json' });
  expect([told.status, await told.json()]).toMatchObject([403, { error: { code: 'auth/sign-in-again' } }]);
  expect(await emailsTo(app, 'thief@example.test')).toEqual([]);
  expect(await person('idle@example.test')).not.toBeNull();
});

test('deleting requires the checkbox, ends all sessions, and the same email can sign up again', async () => {
  const [browser, elsewhere] = [await signedIn('leaver@example.test'), await signedIn('leaver@example.test')];
  const before = await person('leaver@example.test');
  expect((await post(browser, 'delete')).status).toBe(422);
  expect(location(await post(browser, 'delete', { understood: 'yes' }))).toBe('/account-deleted');
  expect(await whoIs(app, browser)).toBeNull();
  expect(await whoIs(app, elsewhere)).toBeNull();
  expect(await whoIs(app, await signedIn('leaver@example.test'))).not.toBeNull();
  expect((await person('leaver@example.test'))?.id).not.toBe(before?.id);
});

test('the export is a rate-limited file for its owner only', async () => {
  expect((await fetch(`${app.url}/api/account/export`)).status).toBe(401);
  const browser = await signedIn('export@example.test');
  const answer = await browser.get(`${app.url}/api/account/export`);
  expect(answer.headers.get('content-disposition')).toMatch(/^attachment; filename="account-\d{4}-\d\d-\d\d\.json"$/);
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(await answer.text()).toContain('export@example.test');
  for (let times = 0; times < 4; times += 1) await browser.get(`${app.url}/api/account/export`);
  const refused = await browser.get(`${app.url}/api/account/export`);
  expect(refused.status).toBe(429);
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
});

test('no other site can do any of this on a user’s behalf', async () => {
  const browser = await signedIn('victim@example.test');
  const foreign = { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' };
  for (const [path, form] of Object.entries({
    sessions: {},
    profile: { name: 'Evil' },
    email: { email: 'evil@example.test' },
    'email/confirm': { token: 'x' },
    delete: { understood: 'yes' },
  }))
    expect((await post(browser, path, form, foreign)).status, path).toBe(403);
  expect(await person('victim@example.test')).toMatchObject({ name: null });
});
