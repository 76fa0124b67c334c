import { afterAll, beforeAll, expect, test } from 'vitest';
import { SITE } from '@/config/site';
import { db } from '@/lib/db';
import { newUser } from '@/lib/workspaces/new-user';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { emailsTo, newestToken, signInByLink, signInRoutes, whoIs } from '../fixtures/sign-in';

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
afterAll(() => app.close());

const ask = (browser: Browser, email: string, more: Record<string, string> = {}) =>
  browser.post(`${app.url}/api/auth/link`, { email, ...more });
const confirm = (browser: Browser, token: string, more: Record<string, string> = {}) =>
  browser.post(`${app.url}/api/auth/confirm`, { token, ...more });

test('a new user enters an email, gets one message, presses the button, and is signed in', async () => {
  const browser = new Browser();
  const asked = await ask(browser, ' Ada@Example.test ', { callbackUrl: '/checkout/start?plan=pro' });
  expect([asked.status, asked.headers.get('location')]).toEqual([303, `${app.url}/sign-in/check-inbox`]);
  const emails = await emailsTo(app, 'ada@example.test');
  expect(emails.map(({ to }) => to)).toEqual([['ada@example.test']]);
  expect(emails[0]?.text).not.toContain('email=');

  const entered = await confirm(browser, await newestToken(app, 'ada@example.test'), {
    callbackUrl: '/checkout/start?plan=pro',
  });
  expect([entered.status, entered.headers.get('location')]).toEqual([303, `${app.url}/checkout/start?plan=pro`]);
  expect(await whoIs(app, browser)).toMatchObject({ plan: 'free' });
  expect(await db().user.findUnique({ where: { email: 'ada@example.test' } })).toMatchObject({ role: 'USER' });
});

test('from then on emails use the reader’s format for dates and amounts', async () => {
  const email = 'abroad@example.test';
  const enter = async (language: string) => {
    const browser = new Browser();
    await ask(browser, email);
    const form = { token: await newestToken(app, email) };
    await browser.post(`${app.url}/api/auth/confirm`, form, { 'accept-language': language });
    return (await db().user.findUniqueOrThrow({ where: { email } })).locale;
  };
  expect(await enter('de-CH,de;q=0.9')).toBe('en-CH');
  expect(await enter('ja')).toBe('en-JP');
});

test('opening the link, as a mail scanner does, does not use it up', async () => {
  await ask(new Browser(), 'scanned@example.test');
  const token = await newestToken(app, 'scanned@example.test');
  const { linkAddress } = await import('@/lib/auth/link');
  expect([await linkAddress(token), await linkAddress(token)]).toEqual([
    'scanned@example.test',
    'scanned@example.test',
  ]);
  expect((await confirm(new Browser(), token)).status).toBe(303);
  expect(await linkAddress(token)).toBeNull();
});

test('a link works once, even when two browsers press the button simultaneously', async () => {
  await ask(new Browser(), 'twice@example.test');
  const token = await newestToken(app, 'twice@example.test');
  const answers = await Promise.all([1, 2, 3, 4].map(() => confirm(new Browser(), token)));
  expect(answers.map(({ status }) => status).sort()).toEqual([303, 410, 410, 410]);
  expect(await db().session.count({ where: { user: { email: 'twice@example.test' } } })).toBe(1);
});

test('a link does not work after ten minutes', async () => {
  await ask(new Browser(), 'late@example.test');
  const row = await db().verificationToken.findFirstOrThrow({ where: { identifier: 'late@example.test' } });
  expect(row.expires.getTime() - Date.now()).toBeLessThanOrEqual(600_000);
  await db().verificationToken.update({ where: { token: row.token }, data: { expires: new Date(Date.now() - 1) } });
  expect((await confirm(new Browser(), await newestToken(app, 'late@example.test'))).status).toBe(410);
});

test('submitting an old link by hand does not invalidate a fresh one to the same address', async () => {
  const email = 'older@example.test';
  await ask(new Browser(), email);
  const old = await newestToken(app, email);
  await db().verificationToken.updateMany({ where: { identifier: email }, data: { expires: new Date(0) } });
  await ask(new Browser(), email);
  const fresh = await newestToken(app, email);
  expect((await confirm(new Browser(), old)).status).toBe(410);
  expect((await confirm(new Browser(), fresh)).status).toBe(303);
});

test('using one link invalidates the others to the same address', async () => {
  const browser = new Browser();
  await ask(browser, 'several@example.test');
  const first = await newestToken(app, 'several@example.test');
  await signInByLink(app, browser, 'several@example.test');
  expect((await confirm(new Browser(), first)).status).toBe(410);
});

test('neither a link nor a session can be recovered from the database', async () => {
  const browser = new Browser();
  await ask(browser, 'hashed@example.test');
  const token = await newestToken(app, 'hashed@example.test');
  const { token: stored } = await db().verificationToken.findFirstOrThrow({
    where: { identifier: 'hashed@example.test' },
  });
  expect(stored).not.toBe(token);
  expect((await confirm(new Browser(), stored)).status).toBe(410);
  await confirm(browser, token);
  const session = await db().session.findFirstOrThrow({ where: { user: { email: 'hashed@example.test' } } });
  expect(session).toMatchObject({ userAgent: 'Test browser' });
  const thief = new Browser();
  thief.setCookie(app.url, `${SITE.id}.session`, session.sessionToken);
  expect(await whoIs(app, thief)).toBeNull();
});

test('the answer does not reveal whether an address has an account', async () => {
  await db().user.create({ data: newUser({ email: 'known@example.test', emailVerified: new Date() }) });
  const [known, unknown] = await Promise.all(
    ['known', 'unknown'].map((name) => ask(new Browser(), `${name}@example.test`)),
  );
  const seen = async (response: Response | undefined) => ({
    status: response?.status,
    body: await response?.text(),
    headers: [...(response?.headers ?? [])]
      .filter(([name]) => !['date', 'x-request-id'].includes(name))
      .map(([name, value]) => `${name}: ${value.replaceAll(/(un)?known%40/g, '').replace(/Expires=[^;]+/, '')}`),
  });
  expect(await seen(known)).toEqual(await seen(unknown));
  expect(await emailsTo(app, 'known@example.test')).toHaveLength(1);
  expect(await emailsTo(app, 'unknown@example.test')).toHaveLength(1);
});

test.each([
  'nobody',
  'a@b.test,c@d.test',
  'attacker@evil.test＠victim.test',
  '"a@b"@c.test',
  'a@b.test\r\nBcc: c@d.test',
  '',
])('%j gets no email, and the form again', async (typed) => {
  const before = app.sandbox.world.store.table('mail').size;
  const answer = await ask(new Browser(), typed, { callbackUrl: '/account' });
  expect([answer.status, answer.headers.get('location')]).toEqual([
    303,
    `${app.url}/sign-in?callbackUrl=%2Faccount&error=address`,
  ]);
  expect(app.sandbox.world.store.table('mail').size).toBe(before);
});

test('a form of another site triggers no email', async () => {
  const answer = await new Browser().post(
    `${app.url}/api/auth/link`,
    { email: 'csrf@example.test' },
    { origin: 'https://evil.test' },
  );
  expect(answer.status).toBe(403);
  expect(await emailsTo(app, 'csrf@example.test')).toEqual([]);
});

test('a forged Host header changes no link', async () => {
  await new Browser().post(
    `${app.url}/api/auth/link`,
    { email: 'host@example.test' },
    { 'x-forwarded-host': 'evil.test' },
  );
  const [mail] = await emailsTo(app, 'host@example.test');
  expect(mail?.text).toContain(`${app.url}/sign-in/confirm`);
  expect(mail?.text).not.toContain('evil.test');
});

test.each(['https://evil.test', '//evil.test', '/a/..//evil.test', '\\\\evil.test', 'javascript:alert(1)'])(
  'after signing in, %j leads to the home page',
  async (callbackUrl) => {
    const email = `${Math.abs(hash(callbackUrl))}@example.test`;
    await ask(new Browser(), email, { callbackUrl });
    const entered = await confirm(new Browser(), await newestToken(app, email), { callbackUrl });
    expect([entered.status, entered.headers.get('location')]).toEqual([303, `${app.url}/`]);
  },
);

function hash(text: string): number {
  return [...text].reduce((sum, sign) => (sum * 31 + sign.charCodeAt(0)) | 0, 7);
}

test('an unrelated next-auth cookie locks no one out', async () => {
  const browser = new Browser();
  browser.setCookie(app.url, 'authjs.callback-url', '%5C%5Cevil.test');
  browser.setCookie(app.url, 'authjs.csrf-token', '%00');
  expect((await signInByLink(app, browser, 'strange@example.test')).status).toBe(303);
});
