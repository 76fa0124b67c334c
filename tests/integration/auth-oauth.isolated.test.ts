import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { signInByLink, signInRoutes, signInThrough, whoIs } from '../fixtures/sign-in';

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
afterAll(() => app.close());
// All of them are one client.
beforeEach(() => db().rateLimit.deleteMany());

const person = (name: string, verified = true) => ({
  name,
  email: `${name.toLowerCase()}@example.test`,
  ...(verified ? { verified: 'yes' } : {}),
});

describe.each(['github', 'google'] as const)('through %s', (provider) => {
  const named = (name: string) => `${name}-${provider}`;

  test('a new user gets an account under the verified email, and no provider token is kept', async () => {
    const browser = new Browser();
    const { response } = await signInThrough(app, browser, provider, person(named('Grace')));
    expect([response.status, response.headers.get('location')]).toEqual([303, `${app.url}/account`]);
    expect(await whoIs(app, browser)).toMatchObject({ name: named('Grace') });
    const user = await db().user.findUniqueOrThrow({
      where: { email: `grace-${provider}@example.test` },
      include: { accounts: true },
    });
    expect(user.accounts).toMatchObject([{ provider, access_token: null, refresh_token: null, id_token: null }]);
  });

  test('the same person returns to the same account', async () => {
    await signInThrough(app, new Browser(), provider, person(named('Back')));
    await signInThrough(app, new Browser(), provider, person(named('Back')));
    expect(await db().session.count({ where: { user: { email: `back-${provider}@example.test` } } })).toBe(2);
  });

  test('an address that the provider has not verified opens nothing', async () => {
    const browser = new Browser();
    const { response } = await signInThrough(app, browser, provider, person(named('Mallory'), false));
    expect(response.headers.get('location')).toBe(`${app.url}/sign-in?error=AccessDenied`);
    expect(await whoIs(app, browser)).toBeNull();
    expect(await db().user.count({ where: { email: `mallory-${provider}@example.test` } })).toBe(0);
  });

  test('an address that has an account here is not taken over', async () => {
    await signInByLink(app, new Browser(), `owner-${provider}@example.test`);
    const browser = new Browser();
    const { response } = await signInThrough(app, browser, provider, person(named('Owner')));
    expect(response.headers.get('location')).toBe(`${app.url}/sign-in?error=OAuthAccountNotLinked`);
    expect(await whoIs(app, browser)).toBeNull();
  });

  test.each([
    ['a full-width letter', 'ｃarol'],
    ['a full-width at sign', 'carol＠example.test@evil.test'],
    ['two names', 'carol,mallory'],
    ['a letter of another alphabet', 'сarol'],
  ])('a verified address with %s matches no user: not Carol, and no second account next to hers', async (_, local) => {
    await signInByLink(app, new Browser(), `carol@${provider}.example.test`);
    const users = await db().user.count();
    const browser = new Browser();
    const email = local.includes('@') ? local : `${local}@${provider}.example.test`;
    const { response } = await signInThrough(app, browser, provider, { name: named('Carol'), email, verified: 'yes' });
    expect(response.headers.get('location')).toMatch(/\/sign-in\?error=AccessDenied$/);
    expect(await whoIs(app, browser)).toBeNull();
    expect(await db().user.count()).toBe(users);
  });

  test('an address in uppercase is the same person, with the account of that address', async () => {
    const browser = new Browser();
    const email = `Shouting-${provider}@Example.TEST`;
    await signInThrough(app, browser, provider, { name: named('Shouting'), email, verified: 'yes' });
    expect(await db().user.count({ where: { email: email.toLowerCase() } })).toBe(1);
  });

  test.each([
    ['that reverses the direction of the text', 'Eve \u202Egnp.exe\u2066', 'Eve gnp.exe'],
    ['with line breaks and NUL-like characters', 'Eve\r\nBcc: all\u0007', 'Eve Bcc: all'],
    ['of thousands of letters', 'x'.repeat(5000), 'x'.repeat(80)],
    ['that ends in half an emoji where it is truncated', `x${'🙂'.repeat(60)}`, `x${'🙂'.repeat(39)}`],
    ['of only invisible characters', '\u200B\u2060 ', null],
  ])('a name %s is stored as a name', async (_, name, kept) => {
    const browser = new Browser();
    const email = `${randomUUID()}@example.test`;
    await signInThrough(app, browser, provider, { name, email, verified: 'yes' });
    expect(await db().user.findUniqueOrThrow({ where: { email } })).toMatchObject({ name: kept });
  });

  test('declining at the provider leads back to the sign-in page', async () => {
    const { response } = await signInThrough(app, new Browser(), provider, { refuse: 'yes' });
    expect(response.headers.get('location')).toBe(`${app.url}/sign-in?error=OAuthCallbackError`);
  });

  test('a callback works once, and only in the browser that started the sign-in', async () => {
    const asking = new Browser();
    const { callback } = await signInThrough(app, asking, provider, person(named('Ada')));
    const other = new Browser();
    await other.get(callback);
    expect(await whoIs(app, other)).toBeNull();
    const again = new Browser();
    again.setCookie(app.url, 'authjs.state', asking.cookie(app.url, 'authjs.state') ?? 'gone');
    await again.get(callback);
    expect(await whoIs(app, again)).toBeNull();
  });

  test('a callback that belongs to another browser signs no one in', async () => {
    const victim = new Browser();
    await victim.post(`${app.url}/api/auth/oauth`, { provider });
    const { callback } = await signInThrough(app, new Browser(), provider, person(named('Attacker')));
    const answer = await victim.get(callback);
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?error=/);
    expect(await whoIs(app, victim)).toBeNull();
  });

  test('signing in while signed in as another user adds nothing to that user', async () => {
    const browser = new Browser();
    await signInByLink(app, browser, `host-${provider}@example.test`);
    await signInThrough(app, browser, provider, person(named('Guest')));
    expect(await whoIs(app, browser)).toMatchObject({ name: named('Guest') });
    expect(await db().account.count({ where: { user: { email: `host-${provider}@example.test` } } })).toBe(0);
    expect(await db().session.count({ where: { user: { email: `host-${provider}@example.test` } } })).toBe(0);
  });
});

test.each(['?code=x', '?state=x&code=y', '?callbackUrl=%5C%5Cevil.test&code=x', '?error=access_denied', ''])(
  'a made-up callback %s gets the sign-in page and never an error',
  async (query) => {
    const browser = new Browser();
    browser.setCookie(app.url, 'authjs.callback-url', '%5C%5Cevil.test');
    browser.setCookie(app.url, 'authjs.state', 'garbage');
    const answer = await browser.get(`${app.url}/api/auth/callback/github${query}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(new RegExp(`^${app.url}/sign-in\\?error=`));
  },
);

test.each(['facebook', 'email', '..', '%00'])('there is no provider %s', async (name) => {
  expect((await new Browser().get(`${app.url}/api/auth/callback/${encodeURIComponent(name)}?token=x`)).status).toBe(
    404,
  );
  expect((await new Browser().post(`${app.url}/api/auth/oauth`, { provider: name })).status).toBe(422);
});

test('a form of another site starts nothing', async () => {
  const answer = await new Browser().post(
    `${app.url}/api/auth/oauth`,
    { provider: 'github' },
    { origin: 'https://evil.test' },
  );
  expect([answer.status, answer.headers.getSetCookie()]).toEqual([403, []]);
});
