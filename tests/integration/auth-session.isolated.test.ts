import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SITE } from '@/config/site';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { signInByLink, signInRoutes, whoIs } from '../fixtures/sign-in';

const COOKIE = `${SITE.id}.session`;
const DAY = 86_400_000;

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
afterAll(() => app.close());

async function signedIn(email: string): Promise<{ browser: Browser; token: string }> {
  const browser = new Browser();
  await signInByLink(app, browser, email);
  return { browser, token: browser.cookie(app.url, COOKIE) ?? '' };
}

/** The same cookie in a separate browser, as if it had been copied. */
function copyOf(token: string): Browser {
  const browser = new Browser();
  browser.setCookie(app.url, COOKIE, token);
  return browser;
}

const ofPerson = (email: string) => ({ where: { user: { email } } });

describe('a session', () => {
  test('cannot be planted before signing in', async () => {
    const browser = copyOf('planted-by-an-attacker');
    await signInByLink(app, browser, 'planted@example.test');
    expect(browser.cookie(app.url, COOKIE)).not.toBe('planted-by-an-attacker');
    expect(await whoIs(app, copyOf('planted-by-an-attacker'))).toBeNull();
    expect(await whoIs(app, browser)).not.toBeNull();
  });

  test('ends on the server when the user signs out, not only in the browser', async () => {
    const { browser, token } = await signedIn('leaves@example.test');
    const answer = await browser.post(`${app.url}/api/auth/sign-out`, {});
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `${app.url}/`]);
    expect(browser.cookie(app.url, COOKIE)).toBeUndefined();
    expect(await whoIs(app, copyOf(token))).toBeNull();
  });

  test('is not ended by another site or by a link', async () => {
    const { browser } = await signedIn('stays@example.test');
    expect((await browser.post(`${app.url}/api/auth/sign-out`, {}, { origin: 'https://evil.test' })).status).toBe(403);
    expect((await browser.get(`${app.url}/api/auth/sign-out`)).status).toBe(404);
    expect(await whoIs(app, browser)).not.toBeNull();
  });

  test('is replaced when the same person signs in again, and counts as a fresh sign-in', async () => {
    const { browser, token } = await signedIn('again@example.test');
    await db().session.updateMany({
      ...ofPerson('again@example.test'),
      data: { createdAt: new Date(Date.now() - DAY) },
    });
    await signInByLink(app, browser, 'again@example.test');
    expect(await whoIs(app, copyOf(token))).toBeNull();
    const [session, ...others] = await db().session.findMany(ofPerson('again@example.test'));
    expect(others).toEqual([]);
    expect(Date.now() - (session?.createdAt.getTime() ?? 0)).toBeLessThan(DAY / 2);
  });

  test('of one person is replaced when another signs in with the same browser', async () => {
    const { browser, token } = await signedIn('first@example.test');
    await signInByLink(app, browser, 'second@example.test');
    expect(await whoIs(app, copyOf(token))).toBeNull();
    expect(await db().session.count(ofPerson('second@example.test'))).toBe(1);
  });

  test('expires after thirty days, used or not', async () => {
    const { browser } = await signedIn('expires@example.test');
    const { expires } = await db().session.findFirstOrThrow(ofPerson('expires@example.test'));
    expect(Math.round((expires.getTime() - Date.now()) / DAY)).toBe(30);
    await db().session.updateMany({ ...ofPerson('expires@example.test'), data: { expires: new Date(Date.now() - 1) } });
    expect(await whoIs(app, browser)).toBeNull();
  });

  test('expires after fourteen days without a visit, and each visit is recorded', async () => {
    const { browser } = await signedIn('idle@example.test');
    const lastUsed = (ago: number) =>
      db().session.updateMany({ ...ofPerson('idle@example.test'), data: { lastUsedAt: new Date(Date.now() - ago) } });
    await lastUsed(13 * DAY);
    expect(await whoIs(app, browser)).not.toBeNull();
    // Recorded once the response is sent.
    await expect
      .poll(async () => (await db().session.findFirstOrThrow(ofPerson('idle@example.test'))).lastUsedAt.getTime())
      .toBeGreaterThan(Date.now() - DAY);
    await lastUsed(14 * DAY + 1000);
    expect(await whoIs(app, browser)).toBeNull();
  });

  test('opens nothing once its user has deleted the account', async () => {
    const { browser } = await signedIn('gone@example.test');
    await db().user.update({ where: { email: 'gone@example.test' }, data: { deletedAt: new Date(), email: null } });
    expect(await whoIs(app, browser)).toBeNull();
  });

  test.each(['', 'x', '%00', 'a'.repeat(10_000), "' OR 1=1 --", '{"alg":"none"}'])(
    'is not opened by %j',
    async (token) => {
      expect(await whoIs(app, copyOf(token))).toBeNull();
    },
  );
});

test('an address freed by a deletion belongs to a new person', async () => {
  await signedIn('freed@example.test');
  const before = await db().user.update({
    where: { email: 'freed@example.test' },
    data: { deletedAt: new Date(), email: null },
  });
  const { browser } = await signedIn('freed@example.test');
  expect(await whoIs(app, browser)).not.toBeNull();
  const after = await db().user.findUniqueOrThrow({ where: { email: 'freed@example.test' } });
  expect(after.id).not.toBe(before.id);
});
