import { expect, test } from '../../e2e/fixtures';
import { ask, type SignedIn, signedIn } from '../../e2e/requests';
import { APP } from '../../e2e/urls';

const LONG = 'a'.repeat(10_000);

/** As a part of a path or query, already escaped. */
const WRITTEN = [
  ...['', 'null', 'undefined', '0', '-1', '..%2F..%2Fetc%2Fpasswd', '../../account', '%00', 'a%00b', '%F0%9F%92%A9'],
  ...['00000000-0000-0000-0000-000000000000', '0190d0e0-0000-7000-8000-00000000000%27', '%27%20OR%201=1--', '%ff'],
  LONG,
];

/** As a field of a JSON body. */
const VALUES = [
  ...[undefined, '', null, [], ['a'], [[]], {}, { equals: 'x' }, { not: null }, 0, -1, 1.5, true, LONG, '../', '\0'],
  ...['a\0b', '\ud800', '__proto__', '00000000-0000-0000-0000-000000000000', "' OR 1=1--"],
];

/** Pages and routes with an id in their URL. */
const READ = [
  ...[
    '/account/refund/$',
    '/account/payments/$/invoice',
    '/checkout/success?checkout=$',
    '/checkout/success?checkout[]=$',
  ],
  ...['/checkout/canceled?checkout=$', '/api/billing/status?checkout=$', '/account/email/confirm?token=$'],
  ...['/sign-in/confirm?token=$', '/sign-in/confirm?token[]=$', '/api/cron/$', '/api/auth/callback/$', '/dev/mails/$'],
  ...[
    '/checkout/start?plan=$',
    '/account/change/confirm?plan=$&interval=month',
    '/checkout/success?checkout=$&checkout=$',
  ],
];

/** Routes with an id in their body, and its name there. */
const SENT = [
  ['/api/account/refund', 'payment'],
  ['/api/account/email/confirm', 'token'],
  ['/api/auth/confirm', 'token'],
  ['/api/account/change', 'plan'],
  ['/api/account/cancel', 'when'],
  ['/api/checkout', 'plan'],
  ['/api/portal', 'provider'],
  ['/api/auth/oauth', 'provider'],
] as const;

let ada: SignedIn;
test.beforeAll(async () => {
  ada = await signedIn();
});

test('check 8: an id in a URL may be anything: it is rejected or finds nothing, and never causes an internal error', async () => {
  for (const place of READ)
    for (const value of WRITTEN) {
      const path = place.replaceAll('$', () => value);
      const { status, text } = await ask(path, { headers: { cookie: ada.cookie } });
      expect(status, `${place} with ${value.slice(0, 50)}`).toBeLessThan(500);
      expect(text).not.toMatch(/Something went wrong on our end|PrismaClient|invalid input syntax/);
    }
});

test('check 8: an id in a form or JSON may be anything: it is rejected by name, and never causes an internal error', async () => {
  const headers = { cookie: ada.cookie, origin: APP, accept: 'application/json', 'content-type': 'application/json' };
  for (const [path, name] of SENT)
    for (const value of VALUES) {
      const { status } = await ask(path, { method: 'POST', headers, body: JSON.stringify({ [name]: value }) });
      const sent = `${path} with ${String(JSON.stringify(value)).slice(0, 50)}`;
      expect(status, sent).toBeGreaterThanOrEqual(400);
      expect(status, sent).toBeLessThan(500);
    }
  for (const body of ['', 'null', '[]', '"x"', '{', '{"__proto__":{"payment":1}}', '{"constructor":{"prototype":{}}}'])
    for (const [path] of SENT) {
      const { status } = await ask(path, { method: 'POST', headers, body });
      expect(status, `${path} with ${body}`).toBeGreaterThanOrEqual(400);
      expect(status, `${path} with ${body}`).toBeLessThan(500);
    }
});
