import { afterEach, expect, test, vi } from 'vitest';
import { SITE } from '@/config/site';
import { development, production } from '../fixtures/environments';

async function names(environment: Record<string, string>): Promise<string[]> {
  Object.assign(process.env, environment);
  const { hostCookies, sessionCookie } = await import('@/lib/auth/session-cookie');
  return [sessionCookie(), ...Object.values(hostCookies())].map(({ name }) => name);
}

const before = { ...process.env };
afterEach(() => {
  process.env = { ...before };
  vi.resetModules();
});

test('over https every cookie of a sign-in can only be set by this host', async () => {
  const set = await names(production);
  expect(set).toEqual([
    `__Host-${SITE.id}.session`,
    '__Host-authjs.callback-url',
    '__Host-authjs.csrf-token',
    '__Host-authjs.pkce.code_verifier',
    '__Host-authjs.state',
    '__Host-authjs.nonce',
  ]);
});

test('on a laptop, without https, no browser would accept the prefix', async () => {
  for (const name of await names({ ...development, APP_ENV: 'test', STRIPE_SECRET_KEY: '' }))
    expect(name).not.toMatch(/^__/);
});

test('a sign-in through GitHub only sets such cookies, each for this host, over https, hidden from scripts', async () => {
  Object.assign(process.env, production, { AUTH_GITHUB_ID: 'id-of-a-test', AUTH_GITHUB_SECRET: 'secret-of-a-test' });
  const { startSignIn } = await import('@/lib/auth/start-sign-in');
  const { cookies, location } = await startSignIn('github', '/account');
  expect(new URL(location).host).toBe('github.com');
  expect(cookies.map((cookie) => cookie.split('=')[0]).sort()).toEqual([
    '__Host-authjs.callback-url',
    '__Host-authjs.pkce.code_verifier',
    '__Host-authjs.state',
  ]);
  for (const cookie of cookies) {
    expect(cookie).toMatch(/; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/i);
    expect(cookie).not.toMatch(/; Domain=/i);
  }
});
