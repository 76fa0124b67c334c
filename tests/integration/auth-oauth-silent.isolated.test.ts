import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { db } from '@/lib/db';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { signInRoutes, signInThrough, whoIs } from '../fixtures/sign-in';
import { type Answer, answering, refusingPort } from '../unit/providers/answering';

/** The ten seconds of every request to a provider pass when `over` is resolved. */
const time = vi.hoisted(() => ({ over: new Promise<void>(() => {}) }));
vi.mock('node:timers/promises', async (original) => {
  const timers = await original<typeof import('node:timers/promises')>();
  const setTimeout = (milliseconds: number, value: unknown, options: object) =>
    milliseconds === 10_000 ? time.over : timers.setTimeout(milliseconds, value, options);
  return { ...timers, setTimeout };
});

let app: App;
beforeAll(async () => {
  app = await startApp(signInRoutes);
});
beforeEach(() => db().rateLimit.deleteMany());
afterEach(restore);
afterAll(() => app.close());

/** When the ten seconds are over. */
type Over = 'before its headers' | 'after its headers' | 'never';

/** From now on another server answers the provider's requests to this path. */
function divert(path: RegExp, port: number, over: Over): void {
  let pass = () => {};
  time.over = new Promise((resolve) => {
    pass = resolve;
  });
  const real = globalThis.fetch;
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const { pathname } = new URL(String(input));
    if (!path.test(pathname)) return real(input, init);
    const answer = real(`http://127.0.0.1:${port}${pathname}`, init);
    if (over === 'after its headers') await answer;
    if (over !== 'never') pass();
    return answer;
  });
}

/** Everything answers again, in no time. */
function restore(): void {
  vi.restoreAllMocks();
  time.over = new Promise(() => {});
}

const ANSWERS: [string, Answer, Over][] = [
  ['accepts connections and doesn’t answer', 'silence', 'before its headers'],
  ['stalls in the middle of its answer', 'stall-body', 'after its headers'],
  ['says that it’s unavailable', { status: 503, body: {} }, 'never'],
];

describe.each(ANSWERS)('a provider that %s', (_, answer, over) => {
  test('is unavailable for a sign-in that starts', async () => {
    divert(/openid-configuration/, (await answering(answer)).port, over);
    const response = await start();
    expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await response.json()).toMatchObject({ error: { code: 'auth/provider-unavailable' } });
  });

  test.each([
    ['github', /access_token$/],
    ['github', /user$/],
    ['github', /emails$/],
    ['google', /openid-configuration$/],
    ['google', /token$/],
  ] as const)('leads back to the sign-in page from %s, at %s', async (provider, path) => {
    const browser = new Browser();
    const started = await browser.post(`${app.url}/api/auth/oauth`, { provider, callbackUrl: '/account' });
    const consent = await browser.post(started.headers.get('location') ?? '', { ...ADA, email: EMAILS[provider] });
    divert(path, (await answering(answer)).port, over);
    const response = await browser.get(consent.headers.get('location') ?? '');
    expect([response.status, response.headers.get('location')]).toEqual([
      303,
      `${app.url}/sign-in?error=Configuration`,
    ]);
    expect(await whoIs(app, browser)).toBeNull();
    restore();
    await signInThrough(app, browser, provider, { ...ADA, email: EMAILS[provider] });
    expect(await whoIs(app, browser)).toMatchObject({ name: 'Ada' });
  });
});

test('a provider that refuses connections is unavailable, too', async () => {
  divert(/openid-configuration/, await refusingPort(), 'never');
  expect((await start()).status).toBe(503);
});

const ADA = { name: 'Ada', verified: 'yes' };
const EMAILS = { github: 'ada-github@example.test', google: 'ada-google@example.test' };

const start = () =>
  new Browser().post(`${app.url}/api/auth/oauth`, { provider: 'google' }, { accept: 'application/json' });
