import pg from 'pg';
import type { Person } from './ledger';
import { DATABASE } from './urls';

const pool = new pg.Pool({ connectionString: DATABASE, max: 2 });

async function lines(sql: string, { id }: Person): Promise<string[]> {
  const { rows } = await pool.query<{ line: string }>(sql, [id]);
  return rows.map(({ line }) => line);
}

/** What will become of a person's subscriptions: `starter_month active`, `pro_month active, then starter_month`, `… ending`. */
export const plansOf = (person: Person) =>
  lines(
    `SELECT concat(sku, ' ', status, ', then ' || "pendingSku", CASE WHEN "cancelAt" IS NOT NULL AND status <> 'ended' THEN ', ending' END) AS line
     FROM "Subscription" WHERE "workspaceId" = $1 ORDER BY "startedAt"`,
    person,
  );

/** How many seats each subscription has: `pro_month 3`. */
export const seatsOf = (person: Person) =>
  lines(`SELECT concat_ws(' ', sku, quantity) AS line FROM "Subscription" WHERE "workspaceId" = $1`, person);

export const refundsOf = (person: Person) =>
  lines(
    `SELECT concat_ws(' ', payment.sku, refund.amount, refund.status) AS line FROM "Refund" refund
     JOIN "Payment" payment ON payment.id = refund."paymentId" WHERE payment."workspaceId" = $1 ORDER BY refund."createdAt"`,
    person,
  );

/** The operations requested from the provider and their results, oldest first, except for creating the customer. */
export const requestsOf = (person: Person) =>
  lines(
    `SELECT concat_ws(' ', kind, status, params->>'feedback', params->>'comment') AS line FROM "Operation"
     WHERE "workspaceId" = $1 AND kind <> 'customer' ORDER BY "createdAt"`,
    person,
  );

/** Minor units of the newest successful payment: by our id, which follows real time even while the clock is frozen. */
export async function lastPaid({ id }: Person): Promise<number> {
  const { rows } = await pool.query<{ amount: number }>(
    `SELECT amount::int FROM "Payment" WHERE "workspaceId" = $1 AND status = 'succeeded' ORDER BY id DESC LIMIT 1`,
    [id],
  );
  return rows[0]?.amount ?? 0;
}

export const paymentIdsOf = (person: Person) =>
  lines('SELECT id AS line FROM "Payment" WHERE "workspaceId" = $1 ORDER BY "createdAt"', person);

/** The providers' ids of a person's payments, oldest first. */
export const providerPaymentsOf = (person: Person) =>
  lines('SELECT "externalId" AS line FROM "Payment" WHERE "workspaceId" = $1 ORDER BY "createdAt"', person);

/** Our ids of their payments, oldest first. */
export const paymentsOf = (person: Person) =>
  lines('SELECT id AS line FROM "Payment" WHERE "workspaceId" = $1 ORDER BY "createdAt"', person);

/** What is left of a person: email address and name, or nothing. */
export const personOf = (person: Person) =>
  lines(
    `SELECT concat_ws(' ', email, name, CASE WHEN "deletedAt" IS NOT NULL THEN 'deleted' END) AS line FROM "User" WHERE id = $1`,
    person,
  );

/** Backdates a person's sign-in by this many minutes. */
export async function ageSession({ id }: Person, minutes: number): Promise<void> {
  await pool.query(`UPDATE "Session" SET "createdAt" = now() - make_interval(mins => $2) WHERE "userId" = $1`, [
    id,
    minutes,
  ]);
}

/** Fewer or more seats, as someone at the provider may set them, without a word from the provider. */
export async function setSeats({ id }: Person, seats: number): Promise<void> {
  await pool.query('UPDATE "Subscription" SET quantity = $2 WHERE "workspaceId" = $1', [id, seats]);
}
