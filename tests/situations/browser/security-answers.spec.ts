import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CspEvaluator } from 'csp_evaluator/dist/evaluator.js';
import { Severity } from 'csp_evaluator/dist/finding.js';
import { CspParser } from 'csp_evaluator/dist/parser.js';
import { PAGES } from '../../e2e/addresses';
import { expect, test } from '../../e2e/fixtures';
import { without } from '../../e2e/ledger';
import { type Answer, ask, signedIn } from '../../e2e/requests';
import { APP, SANDBOX } from '../../e2e/urls';

const policyOf = ({ headers }: Answer) => headers.get('content-security-policy') ?? '';
const nonceOf = (answer: Answer) => /'nonce-([^']+)'/.exec(policyOf(answer))?.[1];

test('check 77: every page has a policy that only runs our scripts, and an expert tool finds no fault in it', async () => {
  const { cookie } = await signedIn();
  for (const page of [...PAGES, '/nothing-here']) {
    const answer = await ask(page, { headers: { cookie, accept: 'text/html' } });
    const policy = policyOf(answer);
    for (const part of ["object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"])
      expect(policy, page).toContain(part);
    // docs/decisions/0010-style-attributes-are-allowed.md
    expect(policy.replace("; style-src-attr 'unsafe-inline'", ''), page).not.toMatch(/unsafe/);
    const findings = new CspEvaluator(new CspParser(policy).csp).evaluate();
    // What it says about 'self' concerns uploaded files and JSONP, and there is neither; the sandbox has no HTTPS.
    const expected = ["'self'", SANDBOX];
    const serious = findings.filter(
      ({ severity, value }) => severity <= Severity.MEDIUM && !expected.includes(value ?? ''),
    );
    expect(
      serious.map(({ description }) => description),
      page,
    ).toEqual([]);
  }
});

test('check 77: no nonce repeats in two hundred responses', async () => {
  const nonces = new Set<string>();
  for (let round = 0; round < 10; round += 1) {
    const answers = await Promise.all(Array.from({ length: 20 }, () => ask('/sign-in')));
    for (const answer of answers) nonces.add(nonceOf(answer) ?? '');
  }
  expect(nonces.size).toBe(200);
  for (const nonce of nonces) expect(Buffer.from(nonce, 'base64')).toHaveLength(16);
});

/** Responses of every kind: pages, refusals, redirects, files, the API, and what does not exist. */
async function everyKind(): Promise<Record<string, Answer>> {
  const { cookie } = await signedIn();
  const home = await ask('/');
  const [script = ''] = /\/_next\/static\/[^"]+\.js/.exec(home.text) ?? [];
  const post = { method: 'POST', headers: { cookie, origin: APP, accept: 'text/html' } };
  const broken = await without('Payment', async () => ({
    page: await ask('/account', { headers: { cookie } }),
    route: await ask('/api/me', { headers: { cookie } }),
  }));
  return {
    page: home,
    dynamic: await ask('/account', { headers: { cookie } }),
    'not found': await ask('/nothing-here'),
    redirect: await ask('/account'),
    script: await ask(script),
    icon: await ask('/icon.svg'),
    robots: await ask('/robots.txt'),
    health: await ask('/api/health'),
    'no route': await ask('/api/nothing-here'),
    'refused form': await ask('/api/checkout', { ...post, body: 'plan=x' }),
    'other site': await ask('/api/checkout', { ...post, headers: { ...post.headers, origin: 'https://evil.example' } }),
    webhook: await ask('/api/webhooks/stripe', { method: 'POST', body: '{}' }),
    method: await ask('/api/checkout', { method: 'DELETE' }),
    'broken page': broken.page,
    'broken route': broken.route,
  };
}

test('check 78: every response of every kind has the headers that protect its reader, and no version', async () => {
  for (const [kind, { headers }] of Object.entries(await everyKind())) {
    expect(headers.get('x-content-type-options'), kind).toBe('nosniff');
    expect(headers.get('referrer-policy'), kind).toBe('strict-origin-when-cross-origin');
    expect(headers.get('permissions-policy'), kind).toContain('camera=()');
    expect(headers.get('x-frame-options'), kind).toBe('DENY');
    const [, age] = /max-age=(\d+)/.exec(headers.get('strict-transport-security') ?? '') ?? [];
    expect(Number(age), kind).toBeGreaterThanOrEqual(365 * 86_400);
    expect(headers.get('x-powered-by'), kind).toBeNull();
    expect(headers.get('server'), kind).toBeNull();
    expect(headers.get('content-security-policy') ?? '', kind).toMatch(
      kind === 'script' ? /^/ : /frame-ancestors 'none'/,
    );
  }
});

test('check 85: an internal error shows a number, and nothing about the cause', async () => {
  const { cookie } = await signedIn();
  await without('Payment', async () => {
    for (const path of ['/account', '/account/payments', '/api/billing/status', '/api/account/export']) {
      const { status, text } = await ask(path, { headers: { cookie, accept: 'text/html' } });
      expect(text, path).not.toMatch(/PaymentAway|relation|prisma|node_modules|at async|\.tsx?:\d/i);
      expect(status, path).toBe(500);
    }
  });
});

test('check 17: no cache stores a page with personal data, so Back after signing out shows nothing', async () => {
  const { cookie } = await signedIn();
  for (const path of ['/account', '/account/payments', '/dashboard', '/premium', '/api/me', '/api/account/export']) {
    const { headers } = await ask(path, { headers: { cookie } });
    expect(headers.get('cache-control'), path).toMatch(/no-store/);
    expect(headers.get('cache-control'), path).toMatch(/private/);
  }
});

test('check 88: a page of ours stays empty in a frame of another site', async ({ page }) => {
  const framing = createServer((_request, response) => {
    response.setHeader('content-type', 'text/html').end(`<title>evil</title><iframe src="${APP}/sign-in"></iframe>`);
  });
  await new Promise<void>((resolve) => framing.listen(0, '127.0.0.1', resolve));
  const { port } = framing.address() as AddressInfo; // a server that listens on TCP has one
  await page.goto(`http://localhost:${port}/`);
  await expect.poll(() => page.frames().length).toBe(2);
  const framed = page.frames()[1];
  await expect.poll(() => framed?.url()).toMatch(/^chrome-error:/);
  await expect(page.frameLocator('iframe').getByRole('heading')).toHaveCount(0);
  framing.close();
});

test('check 89: no URL that looks like a file makes a cache store a private page', async () => {
  const { cookie, email } = await signedIn();
  const endings = [
    '/x.css',
    '/x.js',
    ';.js',
    ';x.css',
    '.css',
    '%2ex.css',
    '/%2e%2e/x.png',
    '%3f.css',
    '%23.css',
    '%0a.css',
  ];
  for (const page of ['/account/profile', '/dashboard', '/api/account/export', '/api/me'])
    for (const ending of endings) {
      const { headers, text } = await ask(page + ending, { headers: { cookie } });
      const kept = !/no-store/.test(headers.get('cache-control') ?? '');
      expect(kept && text.includes(email), page + ending).toBe(false);
    }
});

test('check 105: nothing but the pages is served: no source, no repository, no environment, no source map', async () => {
  const home = await ask('/');
  const scripts = [...home.text.matchAll(/\/_next\/static\/[^"\\]+\.(?:js|css)/g)].map(([path]) => path);
  expect(scripts.length).toBeGreaterThan(3);
  for (const path of [
    ...['/.git/config', '/.git/HEAD', '/.env', '/.env.example', '/package.json', '/package-lock.json', '/README.md'],
    ...['/prisma/schema.prisma', '/tests', '/scripts/start.mjs', '/lib/db.ts', '/next.config.ts', '/.next/BUILD_ID'],
    ...['/_next/../package.json', '/_next/static/../../package.json', '/%2e%2e/package.json', '/..%2fpackage.json'],
    ...[
      '/_next/static/%2e%2e%2f%2e%2e%2fpackage.json',
      '/dev/mails',
      '/dev/mails/receipt',
      '/server-status',
      '/metrics',
    ],
    ...scripts.map((script) => `${script}.map`),
  ]) {
    const { status } = await ask(path);
    expect([400, 404], `${path}: ${status}`).toContain(status);
  }
  const { text, headers } = await ask('/api/health');
  expect(JSON.parse(text)).toEqual({ status: 'ok' });
  expect(JSON.stringify([...headers])).not.toMatch(/\d+\.\d+\.\d+/);
});

test('check 87: the image optimizer fetches nothing for anyone', async () => {
  for (const url of [
    ...[
      'http://169.254.169.254/latest/meta-data',
      'http://127.0.0.1:5432/',
      'file:///etc/passwd',
      '//evil.example/x.png',
    ],
    ...['https://evil.example/x.png', '/api/health', '/icon.svg'],
  ])
    expect((await ask(`/_next/image?url=${encodeURIComponent(url)}&w=64&q=75`)).status, url).toBeGreaterThanOrEqual(
      400,
    );
});
