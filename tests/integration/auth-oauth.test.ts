import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { signInByLink, signInRoutes, signInThrough, whoIs } from '../fixtures/sign-in';

vi.mock('next/headers', () => import('../fixtures/request-scope'));

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
afterAll(() => app.close());

const person = (name: string, verified = true) => ({
  name,
  email: `${name.toLowerCase()}@example.test`,
  ...(verified ? { verified: 'yes' } : {}),
});

describe.each(['github', 'google'] as const)('through %s', (provider) => {
  const named = (name: string) => `${name}-${provider}`;

  test('somebody new gets an account under the verified address, and no token of the provider is kept', async () => {
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

  test('the same person comes back to the same account', async () => {
    await signInThrough(app, new Browser(), provider, person(named('Back')));
    await signInThrough(app, new Browser(), provider, person(named('Back')));
    expect(await db().session.count({ where: { user: { email: `back-${provider}@example.test` } } })).toBe(2);
  });

  test('an address the provider has not verified opens nothing', async () => {
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

  test('refusing there leads back to the sign-in page', async () => {
    const { response } = await signInThrough(app, new Browser(), provider, { refuse: 'yes' });
    expect(response.headers.get('location')).toBe(`${app.url}/sign-in?error=OAuthCallbackError`);
  });

  test('an answer is good for the browser that asked, and once', async () => {
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

  test('an answer to a question of another browser signs nobody in', async () => {
    const victim = new Browser();
    await victim.post(`${app.url}/api/auth/oauth`, { provider });
    const { callback } = await signInThrough(app, new Browser(), provider, person(named('Attacker')));
    const answer = await victim.get(callback);
    expect(answer.headers.get('location')).toMatch(/\/sign-in\?error=/);
    expect(await whoIs(app, victim)).toBeNull();
  });

  test('signing in while signed in as somebody else adds nothing to that person', async () => {
    const browser = new Browser();
    await signInByLink(app, browser, `host-${provider}@example.test`);
    await signInThrough(app, browser, provider, person(named('Guest')));
    expect(await whoIs(app, browser)).toMatchObject({ name: named('Guest') });
    expect(await db().account.count({ where: { user: { email: `host-${provider}@example.test` } } })).toBe(0);
    expect(await db().session.count({ where: { user: { email: `host-${provider}@example.test` } } })).toBe(0);
  });
});

test.each(['?code=x', '?state=x&code=y', '?callbackUrl=%5C%5Cevil.test&code=x', '?error=access_denied', ''])(
  'a made-up answer %s gets the sign-in page and never an error',
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
