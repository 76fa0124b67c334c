import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { pushCatalog } from '@/lib/billing/catalog/push';
import { confirmCheckout } from '@/lib/billing/checkout/confirm';
import type { CheckoutInput } from '@/lib/billing/checkout/start';
import { db } from '@/lib/db';
import { RATE_LIMITS } from '@/lib/rate-limits';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { type Customer, newCustomer, open, pay } from '../fixtures/customer';
import { PROVIDERS } from '../fixtures/providers';
import { signInByLink, signInRoutes } from '../fixtures/sign-in';

let app: App;
/** Another client of the database with a connection of its own. */
let elsewhere: pg.Client;

beforeAll(async () => {
  // The limit of five checkouts has its own tests; here twenty have to run concurrently.
  process.env.RATE_LIMITS = 'checkout-account=100,checkout-client=100';
  // A slow machine must not end what waits for a lock here before the test releases it.
  Object.assign(process.env, { DATABASE_LOCK_TIMEOUT: '300', DATABASE_STATEMENT_TIMEOUT: '300' });
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/premium/report': await import('@/app/api/premium/report/route'),
    '/api/premium/export': await import('@/app/api/premium/export/route'),
    '/api/checkout': await import('@/app/api/checkout/route'),
  }));
  await pushCatalog();
  elsewhere = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await elsewhere.connect();
});
// Also after a test that failed halfway; outside a transaction it does nothing.
afterEach(() => elsewhere.query('ROLLBACK'));
afterAll(async () => {
  await elsewhere.end();
  await app.close();
});

interface Person {
  readonly user: Customer;
  readonly browser: Browser;
}

async function signedIn(): Promise<Person> {
  const [user, browser] = [await newCustomer(), new Browser()];
  expect((await signInByLink(app, browser, user.email)).status).toBe(303);
  return { user, browser };
}

async function buy(user: Customer, input: CheckoutInput): Promise<void> {
  const checkout = await open(user, input);
  expect(await pay(app, checkout)).toBe(true);
  expect(await confirmCheckout(user.id, checkout.id)).toMatchObject({ state: 'paid' });
}

/** A customer whose plan has reports, with a hundred credits for long ones. */
async function reader(): Promise<Person> {
  const person = await signedIn();
  await buy(person.user, { plan: 'lifetime', currency: 'USD', provider: 'stripe' });
  await buy(person.user, { plan: 'credits', quantity: 1, currency: 'USD', provider: 'stripe' });
  return person;
}

/** Forty days, different ones for each number: a long report that was not paid for yet. */
const series = (number: number) =>
  Array.from({ length: 40 }, (_, day) => {
    const date = new Date(Date.UTC(2026, 0, 1 + day));
    return `${date.toISOString().slice(0, 10)}, ${number}`;
  }).join('\n');

const program = { accept: 'application/json' };
const report = ({ browser }: Person, number: number, path = '/api/premium/report') =>
  browser.post(`${app.url}${path}`, { series: series(number) }, program);
const look = ({ browser }: Person) => browser.get(`${app.url}/api/me`);

const statuses = async (answers: Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status);
const count = (all: readonly number[], status: number) => all.filter((one) => one === status).length;
const spent = ({ user }: Person) => db().creditSpend.count({ where: { workspaceId: user.id } });

describe('hundreds of concurrent requests of one customer', () => {
  test('get an answer or a time to wait, each charged once, and everyone else gets an answer', async () => {
    const [ada, ben] = [await reader(), await signedIn()];
    const crowd = Array.from({ length: 300 }, (_, number) => report(ada, number));
    const others: number[] = [];
    for (let looks = 0; looks < 30; looks += 1) others.push((await look(ben)).status);
    const answers = await statuses(crowd);
    expect(new Set(answers)).toEqual(new Set([200, 429]));
    expect(count(answers, 200)).toBeLessThanOrEqual(RATE_LIMITS['report-account'].max);
    expect(await spent(ada)).toBe(count(answers, 200));
    expect(others).toEqual(Array<number>(30).fill(200));
    expect((await look(ada)).status).toBe(200);
  });

  test('count together, whichever way the report is requested', async () => {
    const ada = await reader();
    for (let number = 0; number < RATE_LIMITS['report-account'].max; number += 1)
      expect((await report(ada, 0)).status).toBe(200);
    const refused = await report(ada, 0, '/api/premium/export');
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });
});

test('a request that waits for its customer’s lock keeps no connection from other requests', async () => {
  const [ada, ben] = [await reader(), await signedIn()];
  await elsewhere.query('BEGIN');
  await elsewhere.query(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, [`billing:${ada.user.id}`]);
  const waiting = Array.from({ length: 30 }, (_, number) => report(ada, number));
  // More than the process has connections.
  expect(await statuses(Array.from({ length: 15 }, () => look(ben)))).toEqual(Array<number>(15).fill(200));
  expect(await spent(ada)).toBe(0);
  await elsewhere.query('COMMIT');
  expect(await statuses(waiting)).toEqual(Array<number>(30).fill(200));
  expect(await spent(ada)).toBe(30);
});

test('when all connections are in use, the answer is 503 with a time to retry, and nothing is broken afterwards', async () => {
  const people: Person[] = [];
  // Sequentially: fourteen concurrent ones could wait too long for one of the ten connections.
  while (people.length < 14) people.push(await signedIn());
  await elsewhere.query('BEGIN');
  await elsewhere.query('LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE');
  const answers = people.map(look);
  // Ten wait for the table; the ones that get no connection are answered first.
  const first = await Promise.race(answers);
  expect(first.status).toBe(503);
  expect(Number(first.headers.get('retry-after'))).toBeGreaterThan(0);
  await elsewhere.query('COMMIT');
  expect(new Set(await statuses(answers))).toEqual(new Set([200, 503]));
  expect(await statuses(people.map(look))).toEqual(Array<number>(14).fill(200));
});

describe.each(PROVIDERS)('twenty concurrent checkouts at %s', (provider) => {
  const checkout = ({ browser }: Person, input: Record<string, string>) =>
    browser.post(`${app.url}/api/checkout`, { ...input, provider }, program);

  test('of one person for one plan are one session, or still pending', async () => {
    const ada = await signedIn();
    const answers = await Promise.all(Array.from({ length: 20 }, () => checkout(ada, { plan: 'starter' })));
    expect(answers.map(({ status }) => status).filter((status) => status !== 200 && status !== 409)).toEqual([]);
    const led = await Promise.all(answers.filter(({ ok }) => ok).map((answer) => answer.json()));
    expect(new Set(led.map((body) => JSON.stringify(body))).size).toBe(1);
    expect(await db().checkout.count({ where: { workspaceId: ada.user.id, state: 'open' } })).toBe(1);
    expect(await db().customer.count({ where: { workspaceId: ada.user.id } })).toBe(1);
  });

  test('of one person for different plans leave one that can be paid', async () => {
    const ada = await signedIn();
    const plans = [{ plan: 'starter' }, { plan: 'starter', interval: 'year' }, { plan: 'pro' }];
    const wanted = Array.from({ length: 20 }, (_, index) => plans[index % plans.length] ?? {});
    const answers = await statuses(wanted.map((input) => checkout(ada, input)));
    expect(answers.filter((status) => status !== 200 && status !== 409)).toEqual([]);
    expect(
      await db().checkout.count({ where: { workspaceId: ada.user.id, state: { in: ['open', 'creating'] } } }),
    ).toBe(1);
  });
});
