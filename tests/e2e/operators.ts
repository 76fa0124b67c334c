import type { BrowserContext } from '@playwright/test';
import pg from 'pg';
import { signIn } from './fixtures';
import { makeAdmin, newPerson, type Person } from './ledger';
import { DATABASE } from './urls';

const pool = new pg.Pool({ connectionString: DATABASE, max: 2 });

/** A new operator, signed in in this browser instead of the customer. */
export async function operatorSignsIn(context: BrowserContext): Promise<Person> {
  const operator = await newPerson();
  await makeAdmin(operator);
  await context.clearCookies();
  await signIn(context, operator);
  return operator;
}

/** What the audit log says about an operator, oldest first. */
export async function auditOf({ id }: Person): Promise<string[]> {
  const { rows } = await pool.query<{ action: string }>(
    'SELECT action FROM "AuditLog" WHERE actor = $1 ORDER BY at, id',
    [`admin:${id}`],
  );
  return rows.map(({ action }) => action);
}

/** Makes every webhook about a person's subscription fail permanently, as a bug of ours would. */
export async function killEvents({ id }: Person): Promise<number> {
  const { rowCount } = await pool.query(
    `UPDATE "WebhookEvent" SET status = 'dead', attempts = 10, error = 'a bug' WHERE "rootId" IN
       (SELECT "externalId" FROM "Subscription" WHERE "workspaceId" = $1)`,
    [id],
  );
  return rowCount ?? 0;
}

/** Raises an alert about a person, as the app would. */
export async function raiseAlert({ id }: Person): Promise<void> {
  await pool.query(
    `INSERT INTO "Alert" (id, key, kind, detail) VALUES (gen_random_uuid(), $1, 'needs a person', jsonb_build_object('userId', $2::text, 'why', 'money came twice'))`,
    [`test:${id}`, id],
  );
}

export async function sessionsOf({ id }: Person): Promise<number> {
  const { rows } = await pool.query<{ count: number }>(
    'SELECT count(*)::int AS count FROM "Session" WHERE "userId" = $1',
    [id],
  );
  return rows[0]?.count ?? 0;
}

/** Lets a person's receipt wait for a later attempt, as a mail server that refused it would. */
export async function failOnce({ id }: Person): Promise<void> {
  await pool.query(
    `UPDATE "Email" SET status = 'waiting', error = 'refused', "leaseToken" = NULL, "nextAttemptAt" = '2100-01-01T00:00:00Z'
     WHERE "userId" = $1 AND kind = 'receipt'`,
    [id],
  );
}

/** Stores the webhook of a stranger's payment, as the app keeps it. */
export async function ignoreEvent({ id }: Person, payment: string): Promise<void> {
  await pool.query(
    `INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, "rootKind", "rootId", payload, "occurredAt", status, reason)
     VALUES (gen_random_uuid(), 'stripe', 'sandbox', $1, 'charge.refunded', 'payment', $2, '{}', now(), 'ignored', 'foreign')`,
    [`evt_${id}`, payment],
  );
}
