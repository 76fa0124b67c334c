import { connect } from 'node:net';
import type { APIRequestContext, APIResponse } from '@playwright/test';
import { expect, test } from '../../e2e/fixtures';
import { connectionsTaken } from '../../e2e/ledger';
import { APP } from '../../e2e/urls';

const HEADERS = ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'x-frame-options'];

/** The response to a request that no library would send, as lowercase lines. */
function answerTo(line: string, headers = '', end: 'close' | 'hang up' = 'close'): Promise<string> {
  const { hostname, port, host } = new URL(APP);
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => {
      socket.write(`${line} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${headers}\r\n`);
      if (end === 'hang up') setTimeout(() => socket.destroy(), 200);
    });
    let text = '';
    socket.on('data', (part) => {
      text += part;
    });
    socket.on('close', () => resolve(text.toLowerCase()));
    socket.on('error', reject);
  });
}

const statusOf = (answer: string) => Number(answer.split(' ')[1]);

function expectSafe(answer: string, what: string): void {
  for (const name of HEADERS) expect(answer.split(`\r\n${name}: `), `${what}: ${name}`).toHaveLength(2);
}

const PATHS = [
  ...['/%', '/%ff', '/account/refund/%', '/account/refund/%ff', '/account/refund/%00', '/account/refund/%E0%A4%A'],
  ...['/account/payments/%/invoice', '/account/payments/%ff/invoice', '/account/payments/%00/invoice'],
  ...['/api/cron/%', '/api/cron/%ff', '/api/cron/%00', '/api/auth/callback/%', '/api/auth/callback/%ff', '/api/%ff'],
  ...['/dev/mails/%', '/dev/mails/%ff', '/dev/mails/__proto__', '/__proto__', '/api/cron/__proto__', '/_next/%ff'],
  ...['/_next/data/x/%ff.json', '/%ff.png', '/_next/static/%ff', '*', 'http://evil.example/', '/a%5c..%2f'],
  ...[`/?${'a=1&'.repeat(1_500)}`, `/api/health?${'a=1&'.repeat(1_500)}`, `/pricing?${'a'.repeat(5_000)}`],
];

test('a malformed URL is rejected with 4xx and all security headers', async () => {
  for (const path of PATHS) {
    const answer = await answerTo(`GET ${path}`);
    expect([400, 404], `${path}: ${answer.slice(0, 80)}`).toContain(statusOf(answer));
    expectSafe(answer, path);
  }
});

test('methods that pages do not have are rejected with all security headers', async () => {
  for (const method of ['TRACE', 'PUT', 'DELETE', 'PATCH', 'PROPFIND']) {
    const answer = await answerTo(`${method} /dashboard`);
    expect([400, 405], `${method}: ${answer.slice(0, 80)}`).toContain(statusOf(answer));
    expectSafe(answer, method);
  }
});

test('oversized headers are rejected with all security headers', async () => {
  const answer = await answerTo('GET /pricing', `Cookie: ${'a'.repeat(9_000)}\r\n`);
  expect(statusOf(answer)).toBe(431);
  expectSafe(answer, 'long headers');
});

test('redirects and pages that Next.js creates itself have each security header once', async () => {
  for (const path of ['/', '/pricing', '//evil.example', '/dashboard', '/no/such/page', '/sign-in', '/api/health'])
    expectSafe(await answerTo(`GET ${path}`), path);
});

test('a client that disconnects in the middle of a body does no harm', async ({ request }) => {
  for (const path of ['/api/webhooks/stripe', '/api/webhooks/dodo', '/api/auth/link', '/dashboard'])
    await answerTo(
      `POST ${path}`,
      `Origin: ${APP}\r\nContent-Type: text/plain\r\nContent-Length: 999\r\n\r\n{`,
      'hang up',
    );
  expect((await request.get('/api/health')).status()).toBe(200);
});

test('an invalid router state is rejected', async ({ page, person: _ }) => {
  for (const state of ['%', '[1]', 'x'.repeat(3_000), '{"__proto__":1}']) {
    const answer = await page.request.get('/dashboard', { headers: { rsc: '1', 'next-router-state-tree': state } });
    expect(answer.status(), state.slice(0, 20)).toBe(400);
  }
});

/** The Server Action behind the dashboard's form, as its page names it. */
async function actionOf(request: APIRequestContext): Promise<string> {
  const page = await (await request.get('/dashboard')).text();
  const [, id = ''] = /\{&quot;id&quot;:&quot;([0-9a-f]+)&quot;/.exec(page) ?? [];
  expect(id).not.toBe('');
  return id;
}

const send = (request: APIRequestContext, action: string, data: string, more: Record<string, string> = {}) =>
  request.post('/dashboard', {
    headers: { origin: APP, 'next-action': action, accept: 'text/x-component', 'content-type': 'text/plain', ...more },
    data,
  });

test('a Server Action of another site is rejected, with and without scripts', async ({ page, person: _ }) => {
  const action = await actionOf(page.request);
  for (const origin of ['https://evil.example', 'null', '']) {
    const form = { headers: { origin }, multipart: { series: '2026-11-01, 5' } };
    const answers: APIResponse[] = [
      await page.request.post('/dashboard', form),
      await send(page.request, action, '[]', { origin }),
      await send(page.request, action, '[]', { 'sec-fetch-site': 'cross-site' }),
    ];
    for (const answer of answers) {
      expect(answer.status(), origin).toBe(403);
      for (const name of HEADERS) expect(answer.headers()[name], name).toBeDefined();
    }
  }
});

test('tampered arguments and ids of a Server Action are rejected, and the real one works', async ({
  page,
  person: _,
}) => {
  const action = await actionOf(page.request);
  const wrong = ['', '[', '[]', '[1,2]', '[{"text":""},"x"]', '["$F1","$K2"]', '["$1:__proto__:x","$2"]', '{}', 'null'];
  wrong.push(
    '[{"text":""},{"__proto__":{"get":1}}]',
    `${'['.repeat(9_000)}${']'.repeat(9_000)}`,
    '\0',
    '["$undefined"]',
  );
  for (const data of wrong) {
    const answer = await send(page.request, action, data);
    expect([400, 403, 404], data.slice(0, 40)).toContain(answer.status());
    for (const name of HEADERS) expect(answer.headers()[name], name).toBeDefined();
  }
  for (const id of ['0'.repeat(42), '__proto__', '../../x', 'x'.repeat(3_000)])
    expect([400, 404, 409], id.slice(0, 20)).toContain((await send(page.request, id, '[]')).status());
  const cut = { origin: APP, 'content-type': 'multipart/form-data; boundary=x' };
  for (const data of ['--x\r\nContent-Disposition: form-data; name="$ACTION_REF_1"\r\n\r\n', '', 'x'])
    expect((await page.request.post('/dashboard', { headers: cut, data })).status()).toBe(400);
  await page.goto('/dashboard');
  await page.getByLabel('Your numbers').fill('2026-11-01, 5\n2026-11-02, 7');
  await page.getByRole('button', { name: 'Summarize' }).click();
  await expect(page.getByText('12', { exact: true })).toBeVisible();
});

test.describe('while every database connection is in use', () => {
  test.use({ failing: true });

  test('pages, actions, and routes answer 503 with a time to retry', async ({ page, person: _ }) => {
    const action = await actionOf(page.request);
    const free = await connectionsTaken();
    try {
      const asked = [
        () => page.request.get('/dashboard'),
        () => page.request.get('/api/me'),
        () => send(page.request, action, '[]'),
      ].map((ask) => ask());
      for (const answer of await Promise.all(asked)) {
        expect(answer.status(), answer.url()).toBe(503);
        expect(Number(answer.headers()['retry-after'])).toBeGreaterThan(0);
      }
    } finally {
      await free();
    }
    expect((await page.request.get('/dashboard')).status()).toBe(200);
  });
});
