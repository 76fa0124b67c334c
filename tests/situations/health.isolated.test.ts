import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, startApp } from '../fixtures/app';
import { Browser } from '../fixtures/browser';
import { newCustomer } from '../fixtures/customer';
import { signInByLink, signInRoutes } from '../fixtures/sign-in';

/** As many as the app has: the default of DATABASE_POOL_SIZE. */
const CONNECTIONS = 8;

let app: App;
/** A connection outside the app. */
let elsewhere: pg.Client;

beforeAll(async () => {
  app = await startApp(async () => ({
    ...(await signInRoutes()),
    '/api/health': await import('@/app/api/health/route'),
  }));
  elsewhere = new pg.Client({ connectionString: process.env.DATABASE_URL });
  await elsewhere.connect();
});
afterAll(async () => {
  await elsewhere.end();
  await app.close();
});

const health = () => fetch(`${app.url}/api/health`);
const statuses = async (answers: Promise<Response>[]) => (await Promise.all(answers)).map(({ status }) => status);

const waitingForLock = async () => {
  const { rows } = await elsewhere.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
  );
  return rows[0]?.count;
};
async function signedIn(): Promise<Browser> {
  const [user, browser] = [await newCustomer(), new Browser()];
  expect((await signInByLink(app, browser, user.email)).status).toBe(303);
  return browser;
}

test('check 92: the health check answers while all connections of the app are taken, however many requests come', async () => {
  const people = await Promise.all(Array.from({ length: CONNECTIONS }, signedIn));
  await elsewhere.query('BEGIN');
  await elsewhere.query('LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE');
  const waiting = people.map((browser) => browser.get(`${app.url}/api/me`));
  await expect.poll(async () => waitingForLock()).toBe(CONNECTIONS);
  expect(await statuses(Array.from({ length: 50 }, health))).toEqual(Array<number>(50).fill(200));
  // No request was answered meanwhile, so the health check did not wait for any of them.
  expect(await waitingForLock()).toBe(CONNECTIONS);
  await elsewhere.query('COMMIT');
  expect(await statuses(waiting)).toEqual(Array<number>(CONNECTIONS).fill(200));
});

test('check 92: the health check opens a new connection when the database has ended its own', async () => {
  expect((await health()).status).toBe(200);
  await elsewhere.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity
    WHERE datname = current_database() AND query = 'SELECT 1' AND pid <> pg_backend_pid()`);
  await expect.poll(async () => (await health()).status).toBe(200);
});
