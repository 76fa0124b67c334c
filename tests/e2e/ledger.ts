import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { expect } from '@playwright/test';
import pg from 'pg';
import { DATABASE } from './places';

// The stories read the ledger as an outsider would, with SQL; lib/ belongs to the server.
const pool = new pg.Pool({ connectionString: DATABASE, max: 2 });

/** Waits until everything the inbox has taken is worked through: a webhook is answered before it is processed. */
export async function inboxIsEmpty(): Promise<void> {
  const waiting = `SELECT count(*)::int AS count FROM "WebhookEvent" WHERE status IN ('received', 'processing')`;
  await expect.poll(async () => (await pool.query<{ count: number }>(waiting)).rows[0]?.count).toBe(0);
}

/** Takes a table away, as a failed migration would; returns what brings it back. */
export async function losePayments(): Promise<() => Promise<void>> {
  await pool.query('ALTER TABLE "Payment" RENAME TO "PaymentAway"');
  return async () => {
    await pool.query('ALTER TABLE "PaymentAway" RENAME TO "Payment"');
  };
}

export interface Somebody {
  readonly id: string;
  readonly email: string;
}

/** Somebody new. */
export async function newPerson(): Promise<Somebody> {
  const id = randomUUID();
  const email = `ada.${id.slice(0, 8)}@customer.test`;
  await pool.query('INSERT INTO "User" (id, email, name, "emailVerified") VALUES ($1, $2, $3, now())', [
    id,
    email,
    'Ada Customer',
  ]);
  return { id, email };
}

/** Opens a session as a sign-in would and returns the token for the cookie; the database keeps only its hash. */
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

export async function personByEmail(email: string): Promise<Somebody> {
  const { rows } = await pool.query<Somebody>('SELECT id, email FROM "User" WHERE email = $1', [email]);
  const [person] = rows;
  if (person === undefined) throw new Error(`Nobody has the address ${email}`);
  return person;
}

/** What the ledger says was paid, oldest first: `pro_month 1 × 0 USD succeeded` and the like. */
export async function paymentsOf({ id }: Somebody): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', provider, sku, quantity || '×', amount, currency, status) AS line
     FROM "Payment" WHERE "userId" = $1 ORDER BY "createdAt"`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function subscriptionsOf({ id }: Somebody): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', provider, sku, status) AS line FROM "Subscription" WHERE "userId" = $1 ORDER BY "startedAt"`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function grantsOf({ id }: Somebody): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(
    `SELECT concat_ws(' ', sku, quantity - revoked) AS line FROM "Grant" WHERE "userId" = $1 ORDER BY "createdAt"`,
    [id],
  );
  return rows.map(({ line }) => line);
}

export async function creditsSpentBy({ id }: Somebody): Promise<number> {
  const { rows } = await pool.query<{ spent: number }>(
    'SELECT coalesce(sum(amount), 0)::int AS spent FROM "CreditSpend" WHERE "userId" = $1',
    [id],
  );
  return rows[0]?.spent ?? 0;
}

export async function checkoutsOf({ id }: Somebody): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM "Checkout" WHERE "userId" = $1 ORDER BY "createdAt"',
    [id],
  );
  return rows.map((row) => row.id);
}
