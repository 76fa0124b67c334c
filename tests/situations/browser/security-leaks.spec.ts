import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { PAGES, ROUTES } from '../../e2e/addresses';
import { expect, test } from '../../e2e/fixtures';
import { renamePerson } from '../../e2e/ledger';
import { ask, askPayload, signedIn } from '../../e2e/requests';
import { buyThrough } from '../../e2e/subscribing';
import { LOG, SECRETS } from '../../e2e/urls';

const STATIC = join(resolve(import.meta.dirname, '../../..'), '.next', 'static');

/** What must never reach a browser, about any user: columns and settings that only the server uses. */
const PRIVATE_KEYS =
  /sessionToken|externalId|externalCustomerId|access_token|refresh_token|id_token|webhookSecret|secretKey|bearerToken|passwordHash/;

test('check 80: no secret of the server is in a script, a page, a payload, an API response, or the log', async ({
  page,
  person: _,
}) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  const [session] = await page.context().cookies();
  const cookie = `${session?.name}=${session?.value}`;
  expect(SECRETS.every((secret) => secret.length > 20)).toBe(true);
  const texts: Record<string, string> = { log: readFileSync(LOG, 'utf8') };
  expect(texts.log?.length).toBeGreaterThan(100);
  for (const name of readdirSync(STATIC, { recursive: true, encoding: 'utf8' }))
    if (/\.(js|css|json|map|html)$/.test(name)) texts[name] = readFileSync(join(STATIC, name), 'utf8');
  expect(Object.keys(texts).length).toBeGreaterThan(10);
  for (const address of [...PAGES, ...ROUTES.map((route) => route.address)]) {
    texts[address] = (await ask(address, { headers: { cookie, accept: 'text/html' } })).text;
    texts[`${address} payload`] = (await askPayload(address, { cookie })).text;
  }
  for (const [where, text] of Object.entries(texts))
    for (const secret of SECRETS) expect(text.includes(secret), `a secret in ${where}`).toBe(false);
});

test('check 84: what a page passes to its scripts has no key that only the server uses', async ({
  page,
  person: _,
}) => {
  await buyThrough(page, 'Stripe', 'plan=pro&interval=month');
  const [session] = await page.context().cookies();
  const cookie = `${session?.name}=${session?.value}`;
  expect((await askPayload('/account', { cookie })).text).toContain('Pro');
  for (const address of PAGES) {
    const { text } = await askPayload(address, { cookie });
    expect(PRIVATE_KEYS.exec(text)?.[0], address).toBeUndefined();
    expect(text, address).not.toMatch(/\b(cus|sub|si|in|pi|ch|seti|pm)_[A-Za-z0-9]{14,}/);
  }
  const status = await ask('/api/billing/status', { headers: { cookie } });
  expect(PRIVATE_KEYS.exec(status.text)?.[0]).toBeUndefined();
});

const NAMES = [
  '<img src=x onerror=alert(1)>',
  '</script><script>alert(1)</script>',
  '"><svg onload=alert(1)>',
  "';alert(1)//",
  'javascript:alert(1)',
  '{{constructor.constructor("alert(1)")()}}',
  '#{alert(1)}',
  '</title><script>alert(1)</script>',
  '<!--<script>',
  '&lt;script&gt;alert(1)&lt;/script&gt;',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>',
];

test('check 82: a name with markup is shown as text, wherever it appears', async ({ page, person }) => {
  let opened = 0;
  page.on('dialog', async (dialog) => {
    opened += 1;
    await dialog.dismiss();
  });
  for (const name of NAMES) {
    await renamePerson(person, name);
    for (const path of ['/', '/account', '/account/profile', '/pricing']) {
      await page.goto(path);
      await expect(page.locator('body')).toBeVisible();
    }
    await page.goto('/account/profile');
    await expect(page.locator('#name')).toHaveValue(name);
    expect(await page.locator('img[src="x"], svg[onload], mglyph').count(), name).toBe(0);
  }
  expect(opened).toBe(0);
});

test('check 103: no address, cookie, token, or signature that we received is in the log, and no input forges a line', async () => {
  const { cookie, email } = await signedIn();
  const canary = `canary${Date.now()}`;
  const forged = `x\r\n{"level":"error","msg":"${canary}-forged"}`;
  const headers = {
    cookie: `${cookie}; other=${canary}`,
    authorization: `Bearer ${canary}.${canary}`,
    'stripe-signature': `t=1,v1=${canary}`,
    'webhook-signature': `v1,${canary}`,
    'x-request-id': `${canary}-request`,
    accept: 'application/json',
  };
  const paths = [`/api/nothing/${email}`, `/account/refund/${encodeURIComponent(forged)}`, `/?email=${email}`];
  for (const path of [...paths, '/api/account/export', '/api/cron/x', '/api/me']) await ask(path, { headers });
  for (const address of ['/api/webhooks/stripe', '/api/webhooks/dodo', '/api/auth/link', '/api/account/profile'])
    await ask(address, { method: 'POST', headers, body: JSON.stringify({ email, name: canary, note: forged }) });
  const lines = readFileSync(LOG, 'utf8').split('\n');
  const [, token = ''] = cookie.split('=');
  for (const line of lines)
    for (const word of [canary, email, token]) expect(line.includes(word), `${word} in ${line}`).toBe(false);
  const written = lines.filter((line) => line.startsWith('{'));
  expect(written.length).toBeGreaterThan(5);
  for (const line of written) expect(() => JSON.parse(line), line).not.toThrow();
});
