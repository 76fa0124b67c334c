import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import pg from 'pg';
import { SITE } from '@/config/site';
import { APP, DATABASE } from './urls';

// The stories read the ledger from outside, with SQL; lib/ belongs to the server.
const pool = new pg.Pool({ connectionString: DATABASE, max: 2 });

/** Waits until the inbox is processed: a webhook is answered before it is processed. */
export async function inboxIsEmpty(): Promise<void> {
  const waiting = `SELECT count(*)::int AS count FROM "WebhookEvent" WHERE status IN ('received', 'processing')`;
  await expect
    .poll(async () => (await pool.query<{ count: number }>(waiting)).rows[0]?.count, { intervals: [50] })
    .toBe(0);
}

/** Does something while a table is renamed, as by a failed migration. */
export async function without<Result>(table: 'Payment' | 'WebhookEvent', work: () => Promise<Result>): Promise<Result> {
  await pool.query(`ALTER TABLE "${table}" RENAME TO "${table}Away"`);
  try {
    return await work();
  } finally {
    await pool.query(`ALTER TABLE "${table}Away" RENAME TO "${table}"`);
  }
}

/** As many as the app has: the default of DATABASE_POOL_SIZE. */
const CONNECTIONS = 8;

/** Locks what every signed-in request reads until each of the app's connections waits for it; returns a function that releases it. */
export async function connectionsTaken(): Promise<() => Promise<void>> {
  const people = await Promise.all(Array.from({ length: CONNECTIONS }, newPerson));
  const tokens = await Promise.all(people.map(({ id }) => newSession(id)));
  const holder = await pool.connect();
  await holder.query('BEGIN');
  await holder.query('LOCK TABLE "Session" IN ACCESS EXCLUSIVE MODE');
  const asked = tokens.map((token) => fetch(`${APP}/api/me`, { headers: { cookie: `${SITE.id}.session=${token}` } }));
  const waiting = `SELECT count(*)::int AS count FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'`;
  await expect
    .poll(async () => (await pool.query<{ count: number }>(waiting)).rows[0]?.count)
    .toBeGreaterThanOrEqual(CONNECTIONS);
  return async () => {
    await holder.query('ROLLBACK');
    holder.release();
    await Promise.all(asked);
  };
}

/** A hash of each table's rows, to detect changes between two calls; `without` names tables that may change. */
export async function tableHashes(without: readonly string[] = []): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ name: string }>(
    `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' ORDER BY 1`,
  );
  const hashes: Record<string, string> = {};
  for (const { name } of rows.filter((row) => !without.includes(row.name))) {
    const all = `SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) AS hash FROM "${name}" t`;
    hashes[name] = (await pool.query<{ hash: string }>(all)).rows[0]?.hash ?? '';
  }
  return hashes;
}

/** Longer than a round of the jobs that send emails and process webhooks, in ms. */
const ROUND = 7_000;

/** The hashes once nothing has changed for a round of the jobs. */
export async function hashesAtRest(without: readonly string[]): Promise<Record<string, string>> {
  let before = await tableHashes(without);
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, ROUND));
    const now = await tableHashes(without);
    if (JSON.stringify(now) === JSON.stringify(before)) return now;
    before = now;
  }
}

/** How much work the jobs have left: emails that are due by the business clock, and facts that were not processed yet. */
export async function workDue(): Promise<number> {
  const due = `SELECT (SELECT count(*) FROM "Email" WHERE status IN ('waiting', 'sending')
      AND "dueAt" <= coalesce((SELECT coalesce("frozenAt", now() + make_interval(secs => "offsetSeconds")) FROM "BusinessClock"), now()))
    + (SELECT count(*) FROM "BillingFact" WHERE "plannedAt" IS NULL) AS due`;
  return Number((await pool.query<{ due: string }>(due)).rows[0]?.due ?? 0);
}

/** Ends a person's sessions without their knowledge. */
export async function endSessions({ id }: Person): Promise<void> {
  await pool.query('DELETE FROM "Session" WHERE "userId" = $1', [id]);
}

/** A person's row. */
export async function rowOf({ id }: Person): Promise<Record<string, unknown>> {
  const { rows } = await pool.query<Record<string, unknown>>('SELECT * FROM "User" WHERE id = $1', [id]);
  return rows[0] ?? {};
}

export interface Person {
  readonly id: string;
  readonly email: string;
}

/** A new user. */
export async function newPerson(): Promise<Person> {
  const id = randomUUID();
  // Longer than the narrowest screen is wide.
  const email = `ada.with-a-longer-name-than-most.${id.slice(0, 8)}@customer.test`;
  await pool.query(
    `WITH person AS (INSERT INTO "User" (id, email, name, "emailVerified") VALUES ($1, $2, $3, now()) RETURNING id),
       own AS (INSERT INTO "Workspace" (id) SELECT id FROM person)
     INSERT INTO "Member" ("workspaceId", "userId", role) SELECT id, id, 'owner' FROM person`,
    [id, email, 'Ada Customer'],
  );
  return { id, email };
}

/** Makes a user an operator, as `npm run admin:grant` does. */
export async function makeAdmin({ id }: Person): Promise<void> {
  await pool.query(`UPDATE "User" SET role = 'ADMIN' WHERE id = $1`, [id]);
}

/** Opens a session as a sign-in would and returns the token for the cookie; the database only stores its hash. */
export async function newSession(userId: string): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const key = createHash('sha256').update(token).digest('base64url');
  await pool.query(
    `INSERT INTO "Session" ("sessionToken", "userId", "userAgent", expires)
     VALUES ($1, $2, 'Mozilla/5.0 (X11; Linux x86_64) Chrome/140.0 Safari/537.36', now() + interval '1 day')`,
    [key, userId],
  );
  return token;
}

export async function personByEmail(email: string): Promise<Person> {
  const { rows } = await pool.query<Person>('SELECT id, email FROM "User" WHERE email = $1', [email]);
  const [person] = rows;
  if (person === undefined) throw new Error(`No user has the address ${email}`);
  return person;
}

/** The payments in the ledger, oldest first: `pro_month 1 × 0 USD succeeded` and the like. */
export async function paymentsOf({ id }: Person): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', provider, sku, quantity || '×', amount, currency, status) AS line
     FROM "Payment" WHERE "workspaceId" = $1 ORDER BY "createdAt"`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function subscriptionsOf({ id }: Person): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', provider, sku, status) AS line FROM "Subscription" WHERE "workspaceId" = $1 ORDER BY "startedAt"`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function grantsOf({ id }: Person): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', sku, quantity - revoked) AS line FROM "Grant" WHERE "workspaceId" = $1 ORDER BY "createdAt"`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function creditsSpentBy({ id }: Person): Promise<number> {
  const { rows } = await pool.query<{ spent: number }>(
    'SELECT coalesce(sum(amount), 0)::int AS spent FROM "CreditSpend" WHERE "workspaceId" = $1',
    [id],
  );
  return rows[0]?.spent ?? 0;
}

export async function checkoutsOf({ id }: Person): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM "Checkout" WHERE "workspaceId" = $1 ORDER BY "createdAt"',
    [id],
  );
  return rows.map((row) => row.id);
}

/** Gives a person another name, without any of our validation. */
export async function renamePerson({ id }: Person, name: string): Promise<void> {
  await pool.query('UPDATE "User" SET name = $2 WHERE id = $1', [id, name]);
}
