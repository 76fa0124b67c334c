import { request as send } from 'node:http';
import { expect, test } from '../../e2e/fixtures';
import { checkoutsOf, newPerson } from '../../e2e/ledger';
import { ask, signedIn } from '../../e2e/requests';
import { mailedLink } from '../../e2e/sandbox';
import { buyThrough } from '../../e2e/subscribing';
import { APP, SANDBOX } from '../../e2e/urls';

const OURS = new URL(APP);
const AWAY = [
  ...[
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    ' //evil.example',
    '\\\\evil.example',
    '///evil.example',
  ],
  ...['/a/..//evil.example', '/.//evil.example', '/%2e//evil.example', 'https://evil.example/', 'javascript:alert(1)'],
  ...[
    'data:text/html,x',
    `${APP}@evil.example/`,
    `${APP}.evil.example/`,
    `//${OURS.host}@evil.example`,
    '%2f%2fevil.example',
  ],
  ...['%252f%252fevil.example', 'http:evil.example', 'https:///evil.example', '/\r\nlocation: https://evil.example'],
];

/** Where a response leads, as a browser would follow it. */
const leadsTo = (headers: Headers, from: string) => {
  const location = headers.get('location');
  return location === null ? null : new URL(location, APP + from);
};

test('check 32: nothing in a URL, a form, or a Referer leads away from us', async () => {
  for (const target of AWAY) {
    const query = encodeURIComponent(target);
    const person = await newPerson();
    const headers = { origin: APP, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded' };
    const link = { method: 'POST', headers, body: `email=${encodeURIComponent(person.email)}&callbackUrl=${query}` };
    const answers = {
      [`/sign-in?callbackUrl=${query}`]: await ask(`/sign-in?callbackUrl=${query}`),
      [`/account?next=${query}`]: await ask(`/account?next=${query}&redirect=${query}&callbackUrl=${query}`),
      [`/checkout/start?plan=${query}`]: await ask(`/checkout/start?plan=${query}`),
      '/api/auth/link': await ask('/api/auth/link', link),
    };
    for (const [from, { status, headers: got, text }] of Object.entries(answers)) {
      expect(status, `${from} ${target}`).toBeLessThan(500);
      const to = leadsTo(got, from);
      expect(to === null ? OURS.origin : to.origin, `${from} ${target}`).toBe(OURS.origin);
      expect(text, from).not.toMatch(/(?:href|action)="(?:https?:)?\/\/evil/);
    }
    if (answers['/api/auth/link']?.status === 303)
      expect(new URL(await mailedLink(person.email)).origin, target).toBe(OURS.origin);
  }
  const { cookie } = await signedIn();
  const refused = await ask('/api/checkout', {
    method: 'POST',
    headers: { cookie, origin: APP, accept: 'text/html', referer: 'https://evil.example/' },
  });
  expect(refused.text).not.toContain('evil.example');
});

/** A request with forged Host and forwarding headers. */
function asSomebodyElse(path: string, form: string, cookie: string): Promise<Record<string, string>> {
  const headers = {
    ...{
      host: 'evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'https',
      forwarded: 'host=evil.example',
    },
    ...{ origin: APP, cookie, accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
    'content-length': String(Buffer.byteLength(form)),
  };
  return new Promise((done, fail) => {
    const sent = send({ host: OURS.hostname, port: OURS.port, path, method: 'POST', headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8').on('data', (part: string) => {
        text += part;
      });
      answer.on('end', () => done({ text, location: answer.headers.location ?? '' }));
    });
    sent.on('error', fail);
    sent.end(form);
  });
}

test('check 33: a foreign Host changes no email, no redirect, and no return URL for a provider', async () => {
  const person = await signedIn();
  const newcomer = await newPerson();
  const asked = await asSomebodyElse('/api/auth/link', `email=${encodeURIComponent(newcomer.email)}`, '');
  expect(JSON.stringify(asked)).not.toContain('evil');
  expect(new URL(await mailedLink(newcomer.email)).origin).toBe(OURS.origin);
  const bought = await asSomebodyElse('/api/checkout', 'plan=lifetime&provider=stripe', person.cookie);
  const { url } = JSON.parse(bought.text ?? '') as { url: string }; // shape of the route's response
  expect(url).toContain(`${SANDBOX}/pay/stripe/`);
  const [id] = await checkoutsOf(person);
  const sessions = await fetch(`${SANDBOX}/v1/checkout/sessions?limit=100`, {
    headers: { authorization: 'Bearer sk_test_anybody' },
  });
  const listed = (await sessions.json()) as { data: { success_url: string; cancel_url: string; metadata: object }[] };
  const mine = listed.data.filter((session) => JSON.stringify(session).includes(id ?? 'none'));
  expect(mine).toHaveLength(1);
  for (const session of mine)
    for (const back of [session.success_url, session.cancel_url]) expect(new URL(back).origin).toBe(OURS.origin);
});

test('check 74: the URL of the provider’s billing portal is requested with a form, stored nowhere, and written into no page', async ({
  page,
  person,
}) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  const [session] = await page.context().cookies();
  const headers = { cookie: `${session?.name}=${session?.value}`, origin: APP, accept: 'application/json' };
  expect((await ask('/api/portal', { headers })).status).toBe(405);
  const { status, text, headers: got } = await ask('/api/portal', { method: 'POST', headers, body: '' });
  expect([status, person.email.length > 0]).toEqual([200, true]);
  expect(got.get('cache-control')).toMatch(/private, no-store/);
  const { url } = JSON.parse(text) as { url: string }; // shape of the route's response
  expect(url).toContain('/pay/stripe/portal/');
  for (const path of ['/account', '/account/payments', '/account/payment-method'])
    expect((await ask(path, { headers: { cookie: headers.cookie } })).text, path).not.toContain('/pay/stripe/portal/');
});
