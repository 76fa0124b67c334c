import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { PRISMA } from '../../scripts/lib/migrations';
import { admin, databaseUrl } from '../fixtures/server';

const FIRST = '20261129142846_workspaces';
const name = `${inject('run')}_before_workspaces`;
let client: pg.Client;

/** Applies each migration as it is in the repository, in its order. */
async function migrate(wanted: (folder: string) => boolean): Promise<void> {
  const folders = readdirSync(join(PRISMA, 'migrations'), { withFileTypes: true });
  const names = folders.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  for (const folder of names.sort().filter(wanted))
    await client.query(readFileSync(join(PRISMA, 'migrations', folder, 'migration.sql'), 'utf8'));
}

beforeAll(async () => {
  await admin(inject('server'), `CREATE DATABASE ${name}`);
  client = new pg.Client({ connectionString: databaseUrl(inject('server'), name) });
  await client.connect();
  await migrate((folder) => folder < FIRST);
  await client.query(`
    INSERT INTO "User" (id, email, "deletedAt", "redactedAt") VALUES
      ('ada', 'ada@example.test', NULL, NULL), ('bob', 'bob@example.test', NULL, NULL), ('gone', NULL, now(), now());
    INSERT INTO "Session" ("sessionToken", "userId", expires) VALUES ('key', 'ada', now() + interval '1 day');
    INSERT INTO "Customer" (id, "userId", provider, mode, "externalId") VALUES ('c1', 'ada', 'stripe', 'live', 'cus_1');
    INSERT INTO "Subscription" (id, "userId", provider, mode, "externalId", ticket, "syncedAt", status, "providerStatus",
        sku, "priceExternalId", quantity, currency, amount, "startedAt", "holdsSlot")
      VALUES ('s1', 'ada', 'stripe', 'live', 'sub_1', 1, now(), 'active', 'active', 'pro_month', 'price_1', 3, 'USD', 8700,
        now(), true);
    INSERT INTO "Payment" (id, "userId", provider, mode, "externalId", ticket, status, "providerStatus", amount, currency, "createdAt")
      VALUES ('p1', 'ada', 'stripe', 'live', 'pi_1', 1, 'succeeded', 'succeeded', 8700, 'USD', now()),
        ('p2', 'gone', 'stripe', 'live', 'pi_2', 1, 'succeeded', 'succeeded', 900, 'USD', now());
    INSERT INTO "Email" (id, "userId", kind, key, data, status, "dueAt") VALUES
      ('e1', 'ada', 'renewing', 'renewing:s1', '{}', 'waiting', now()), ('e2', 'ada', 'receipt', 'receipt:p1', '{}', 'sent', now());
    INSERT INTO "CreditSpend" (id, "userId", mode, key, amount, purpose) VALUES ('x1', 'bob', 'live', 'one', 1, 'report');`);
  await migrate((folder) => folder >= FIRST);
});
afterAll(() => client?.end());

const rows = async (sql: string) => (await client.query(sql)).rows;

test('what a user owned before belongs to a workspace of theirs', async () => {
  expect(await rows(`SELECT "workspaceId", "userId", role FROM "Member" ORDER BY 1`)).toEqual([
    { workspaceId: 'ada', userId: 'ada', role: 'owner' },
    { workspaceId: 'bob', userId: 'bob', role: 'owner' },
    { workspaceId: 'gone', userId: 'gone', role: 'owner' },
  ]);
  expect(
    await rows(`SELECT 'customer' AS what, id, "workspaceId" FROM "Customer"
      UNION ALL SELECT 'contract', id, "workspaceId" FROM "Subscription" UNION ALL SELECT 'payment', id, "workspaceId" FROM "Payment"
      UNION ALL SELECT 'spend', id, "workspaceId" FROM "CreditSpend" ORDER BY id`),
  ).toEqual([
    { what: 'customer', id: 'c1', workspaceId: 'ada' },
    { what: 'payment', id: 'p1', workspaceId: 'ada' },
    { what: 'payment', id: 'p2', workspaceId: 'gone' },
    { what: 'contract', id: 's1', workspaceId: 'ada' },
    { what: 'spend', id: 'x1', workspaceId: 'bob' },
  ]);
});

test('a deleted account is a deleted workspace, and what was redacted stays so', async () => {
  expect(
    await rows(
      `SELECT id, "deletedAt" IS NOT NULL AS deleted, "redactedAt" IS NOT NULL AS redacted FROM "Workspace" ORDER BY id`,
    ),
  ).toEqual([
    { id: 'ada', deleted: false, redacted: false },
    { id: 'bob', deleted: false, redacted: false },
    { id: 'gone', deleted: true, redacted: true },
  ]);
});

test('an email that waits is the workspace’s, and none is sent a second time', async () => {
  expect(await rows(`SELECT id, "workspaceId" FROM "Email" ORDER BY id`)).toEqual([
    { id: 'e1', workspaceId: 'ada' },
    { id: 'e2', workspaceId: null },
  ]);
  const again = `INSERT INTO "Email" (id, "userId", kind, key, data, "dueAt") VALUES ('e3', 'ada', 'receipt', 'receipt:p1', '{}', now())`;
  await expect(client.query(again)).rejects.toThrow('Email_key_userId_key');
});

test('sessions stay valid, in the person’s own workspace', async () => {
  expect(await rows(`SELECT "userId", "workspaceId" FROM "Session"`)).toEqual([{ userId: 'ada', workspaceId: null }]);
});
