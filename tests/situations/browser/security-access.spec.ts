import { ADMIN_PAGES, PRIVATE_PAGES, ROUTES } from '../../e2e/addresses';
import { expect, test } from '../../e2e/fixtures';
import { endSessions } from '../../e2e/ledger';
import { ask, askPayload, signedIn } from '../../e2e/requests';

const PRIVATE_ROUTES = ROUTES.filter(({ isPrivate }) => isPrivate);

/** Past ways around a guard in Next.js: GHSA-267c-6grr-h53f, GHSA-26hh-7cqf-hhc6, and older ones. */
const DETOURS: readonly Record<string, string>[] = [
  { rsc: '1' },
  { rsc: '1', 'next-router-prefetch': '1' },
  { rsc: '1', 'next-router-segment-prefetch': '/_tree' },
  { rsc: '1', 'next-router-prefetch': '1', 'next-router-segment-prefetch': '/_full' },
  { 'x-nextjs-data': '1' },
];

/** CVE-2025-29927: with this header Next.js 11 to 15.2.2 skipped its middleware. */
const SUBREQUESTS = [
  'middleware',
  'src/middleware',
  'proxy',
  Array(5).fill('middleware').join(':'),
  Array(5).fill('src/middleware').join(':'),
  Array(5).fill('proxy').join(':'),
  'pages/_middleware',
];

const spellings = (path: string) => [
  `${path}.rsc`,
  `${path}.segments/_tree.segment.rsc`,
  `${path}?_rsc=x`,
  `${path}/`,
  `/${path}`,
  path.replace(/^\/./, (start) => `/%${start.charCodeAt(1).toString(16)}`),
  path.toUpperCase(),
  `/_next/data/build${path}.json`,
];

test('check 1: signed-out visitors see nothing of a private page or route, and are sent to sign in', async () => {
  expect(PRIVATE_PAGES.length).toBeGreaterThan(15);
  for (const page of PRIVATE_PAGES) {
    const { status, headers } = await ask(page, { headers: { accept: 'text/html' } });
    expect([303, 307], page).toContain(status);
    expect(headers.get('location'), page).toMatch(/\/sign-in(\?|$)/);
  }
  for (const { address, methods } of PRIVATE_ROUTES)
    for (const method of methods) {
      const { status } = await ask(address, { method, headers: { accept: 'application/json' } });
      expect(status, `${method} ${address}`).toBe(401);
    }
});

test('check 2: no spelling, prefetch, or payload of a private page shows what its owner would see', async () => {
  const owner = await signedIn();
  const secret = { headers: { cookie: owner.cookie } };
  // Proves the canary: its owner does see it, even in the payload for the router.
  expect((await ask('/account/profile', secret)).text).toContain(owner.email);
  expect((await askPayload('/account/profile', secret.headers)).text).toContain(owner.email);
  const other = await signedIn();
  for (const page of [...PRIVATE_PAGES, ...ADMIN_PAGES]) {
    const requests = [
      ...spellings(page).map((path) => ask(path)),
      ...DETOURS.map((headers) => ask(page, { headers })),
      ...DETOURS.map((headers) => askPayload(page, headers)),
      ...DETOURS.map((headers) => askPayload(page, { ...headers, cookie: other.cookie })),
    ];
    for (const { status, text } of await Promise.all(requests)) {
      expect(status, page).toBeLessThan(500);
      expect(text, page).not.toContain(owner.email);
    }
  }
  for (const page of [...PRIVATE_PAGES, ...ADMIN_PAGES])
    for (const path of spellings(page)) expect((await ask(path)).text, path).not.toContain('Ada Customer');
});

test('check 4: a header that once skipped the guard of Next.js skips nothing here', async () => {
  for (const page of PRIVATE_PAGES)
    for (const value of SUBREQUESTS) {
      const { status, headers } = await ask(page, { headers: { 'x-middleware-subrequest': value } });
      expect([303, 307], `${page} ${value}`).toContain(status);
      expect(headers.get('location'), page).toContain('/sign-in');
    }
});

test('check 4: an operator page does not exist for anyone else, even with a header that once skipped guards', async () => {
  expect(ADMIN_PAGES.length).toBeGreaterThan(10);
  for (const page of ADMIN_PAGES)
    for (const value of SUBREQUESTS)
      expect((await ask(page, { headers: { 'x-middleware-subrequest': value } })).status, page).toBe(404);
});

test('check 11: a revoked session is rejected with the next request', async () => {
  const person = await signedIn();
  const headers = { cookie: person.cookie };
  expect((await ask('/api/account/export', { headers })).status).toBe(200);
  await endSessions(person);
  expect((await ask('/api/account/export', { headers })).status).toBe(401);
  expect((await ask('/account', { headers })).headers.get('location')).toContain('/sign-in');
});

test('check 19: a session cookie that was made up, truncated, or modified signs no one in and breaks nothing', async () => {
  const { cookie } = await signedIn();
  const [name = '', token = ''] = cookie.split('=');
  const flipped = token.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
  const unsigned = `${btoa('{"alg":"none"}')}.${btoa('{"sub":"1"}')}.`;
  for (const value of [flipped, token.slice(0, -1), unsigned, '', '%00', '%', '%2e%2e%2f', 'a'.repeat(4000)]) {
    for (const path of ['/account', '/api/account/export', '/api/me']) {
      const { status } = await ask(path, { headers: { cookie: `${name}=${value}`, accept: 'text/html' } });
      expect([200, 303, 307], `${path} ${value.slice(0, 30)}`).toContain(status);
    }
    const { text } = await ask('/api/me', { headers: { cookie: `${name}=${value}` } });
    expect(JSON.parse(text)).toEqual({ viewer: null });
  }
});
