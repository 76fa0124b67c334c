import { PAGES, ROUTES } from '../../e2e/addresses';
import { expect, test } from '../../e2e/fixtures';
import { hashesAtRest, makeAdmin, rowOf, tableHashes, workDue } from '../../e2e/ledger';
import { ask, signedIn } from '../../e2e/requests';
import { buyThrough, clock } from '../../e2e/subscribing';
import { APP } from '../../e2e/urls';

/**
 * Reading may count against a limit, update the last visit of its session, and be recorded in the audit log (the export
 * is); the server's jobs take their leases meanwhile.
 */
const NOTED = ['RateLimit', 'Session', 'AuditLog', 'JobLease'];
const FOREIGN = ['https://evil.example', 'null', APP.replace('127.0.0.1', '127.0.0.1.evil.example'), `${APP}0`];

test('check 10: changing the name changes nothing else, whatever fields the form contains', async () => {
  const person = await signedIn();
  const before = await rowOf(person);
  for (const extra of ['role', 'plan', 'emailVerified', 'customerId', 'id', 'email', 'deletedAt', '__proto__']) {
    for (const type of ['application/json', 'application/x-www-form-urlencoded']) {
      const fields = { name: 'Grace', [extra]: 'ADMIN' };
      // Written by hand: an object literal would set its prototype instead of the key.
      const json = `{"name":"Grace","${extra}":"ADMIN"}`;
      const body = type === 'application/json' ? json : new URLSearchParams(fields).toString();
      const headers = { cookie: person.cookie, origin: APP, 'content-type': type };
      const { status } = await ask('/api/account/profile', { method: 'POST', headers, body });
      expect(status, `${extra} as ${type}`).toBe(422);
    }
  }
  expect(await rowOf(person)).toEqual(before);
});

test('check 13: reading changes nothing: every page and route is opened, and no row differs', async ({
  page,
  person,
}) => {
  await buyThrough(page, 'Stripe', 'plan=starter&interval=month');
  await clock({ freeze: true });
  await expect.poll(workDue).toBe(0);
  const [session] = await page.context().cookies();
  const headers = { cookie: `${session?.name}=${session?.value}`, accept: 'text/html' };
  expect(person.id).toBeTruthy();
  const before = await hashesAtRest(NOTED);
  const reading = [...PAGES, ...ROUTES.map(({ address }) => address)];
  expect(reading.length).toBeGreaterThan(50);
  for (const address of reading)
    for (const method of ['GET', 'HEAD'])
      expect((await ask(address, { method, headers })).status, `${method} ${address}`).toBeLessThan(500);
  expect(await tableHashes(NOTED)).toEqual(before);
  await clock({ freeze: false });
});

test('check 14: a method that a route does not have is rejected, and no other origin is allowed', async () => {
  const { cookie } = await signedIn();
  const headers = { cookie, origin: 'https://evil.example', 'access-control-request-method': 'POST' };
  for (const { address, methods } of ROUTES) {
    const others = ['OPTIONS', 'PUT', 'PATCH', 'DELETE'].filter((method) => !methods.includes(method));
    for (const method of others) {
      const answer = await ask(address, { method, headers });
      // Next.js answers OPTIONS with the existing methods, which allows other origins nothing.
      expect(method === 'OPTIONS' ? [204, 404, 405] : [404, 405], `${method} ${address}`).toContain(answer.status);
      expect(answer.headers.get('access-control-allow-origin'), address).toBeNull();
    }
  }
});

test('check 34: no other site can act on a user’s behalf, whatever it posts and however', async () => {
  const [customer, operator] = [await signedIn(), await signedIn()];
  await makeAdmin(operator);
  const before = await hashesAtRest(NOTED);
  const bodies = {
    'application/x-www-form-urlencoded': 'plan=lifetime&name=Mallory&email=m%40evil.example',
    'application/json': '{"plan":"lifetime"}',
    'text/plain': 'plan=lifetime',
    'multipart/form-data; boundary=x':
      '--x\r\nContent-Disposition: form-data; name="plan"\r\n\r\nlifetime\r\n--x--\r\n',
  };
  const doors = ROUTES.filter(({ methods, bySecret }) => methods.includes('POST') && !bySecret);
  expect(doors.length).toBeGreaterThan(15);
  for (const { address, isOperator } of doors)
    for (const [type, body] of Object.entries(bodies))
      for (const origin of FOREIGN) {
        const { status } = await ask(address, {
          method: 'POST',
          headers: { cookie: isOperator ? operator.cookie : customer.cookie, origin, 'content-type': type },
          body,
        });
        expect(status, `${address} ${type} from ${origin}`).toBe(403);
      }
  for (const { address, isOperator } of doors) {
    const { cookie } = isOperator ? operator : customer;
    const marked = { cookie, origin: APP, 'sec-fetch-site': 'cross-site' };
    expect((await ask(address, { method: 'POST', headers: marked, body: '' })).status, address).toBe(403);
    expect((await ask(address, { method: 'POST', headers: { cookie }, body: '' })).status, address).toBe(403);
  }
  expect(await tableHashes(NOTED)).toEqual(before);
});
