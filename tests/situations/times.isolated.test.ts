import { createHmac, randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { receive } from '@/lib/billing/webhooks/inbox';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import { newUser } from '@/lib/workspaces/new-user';
import { listMigrationNames, PRISMA } from '../../scripts/lib/migrations';
import { admin, databaseUrl } from '../fixtures/server';

const MIGRATION = '20261129070000_timestamptz';
const ZONE = 'America/Los_Angeles';
const own = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
await admin(inject('server'), `ALTER DATABASE "${own}" SET timezone = '${ZONE}'`);

async function connected<T>(database: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl(inject('server'), database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const sqlOf = (migration: string) => readFile(join(PRISMA, 'migrations', migration, 'migration.sql'), 'utf8');

test('a time is the same for every session, whatever its time zone', async () => {
  const at = new Date('2027-03-14T09:30:00.123Z'); // the hour before clocks in Los Angeles skip one
  const { id } = await db().user.create({ data: newUser({ email: 'zone@customer.test', emailVerified: at }) });
  const read = await connected(own, async (client) => {
    await client.query(`UPDATE "User" SET "deletedAt" = "emailVerified" + interval '1 hour' WHERE id = $1`, [id]);
    const { rows } = await client.query(
      `SELECT current_setting('TimeZone') AS zone, "emailVerified" AS at FROM "User" WHERE id = $1 AND "createdAt" <= now()`,
      [id],
    );
    return rows;
  });
  expect(read).toEqual([{ zone: ZONE, at }]);
  const user = await db().user.findUniqueOrThrow({ where: { id } });
  expect(user.emailVerified).toEqual(at);
  expect(user.deletedAt).toEqual(new Date('2027-03-14T10:30:00.123Z'));
});

test('every time in the database has its time zone', async () => {
  const { rows } = await connected(own, (client) =>
    client.query(`SELECT table_name, column_name FROM information_schema.columns
      WHERE table_schema = 'public' AND data_type = 'timestamp without time zone'`),
  );
  expect(rows).toEqual([]);
});

test('times get their zone without rewriting a table, also after an interruption', async () => {
  const database = `${inject('run')}_before_zones`;
  await admin(inject('server'), `CREATE DATABASE ${database}`);
  await admin(inject('server'), `ALTER DATABASE ${database} SET timezone = '${ZONE}'`);
  await connected(database, async (client) => {
    for (const name of await listMigrationNames()) if (name < MIGRATION) await client.query(await sqlOf(name));
    const at = '2027-03-14 09:30:00.123';
    await client.query(`INSERT INTO "User" (id, email, "createdAt") VALUES ('one', 'one@customer.test', '${at}')`);
    const files = async () => {
      const { rows } = await client.query(`SELECT relname AS name, pg_relation_filenode(oid) AS file FROM pg_class
        WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace ORDER BY relname`);
      return rows;
    };
    const before = await files();
    const statements = (await sqlOf(MIGRATION)).split(';').filter((statement) => statement.trim() !== '');
    const half = statements.slice(0, statements.length / 2);
    for (const statement of [...half, ...statements]) await client.query(statement);
    expect(await files()).toEqual(before);
    const { rows } = await client.query(`SELECT "createdAt" AS at FROM "User" WHERE id = 'one'`);
    expect(rows).toEqual([{ at: new Date('2027-03-14T09:30:00.123Z') }]);
  });
});

test('a process that was running before a migration still gets its answers after it', async () => {
  await db().$executeRaw`CREATE TABLE "Before" (at timestamp)`;
  await db().$executeRaw`INSERT INTO "Before" VALUES ('2027-03-14 09:30')`;
  const read = () => prepared<{ at: Date }>('before', Prisma.sql`SELECT at FROM "Before"`);
  const at = new Date('2027-03-14T09:30:00Z');
  expect(await read()).toEqual([{ at }]);
  await db().$executeRaw`ALTER TABLE "Before" ALTER COLUMN at TYPE timestamptz`;
  expect(await read()).toEqual([{ at }]);
  await db().$executeRaw`DROP TABLE "Before"`;
  await expect(read()).rejects.toThrow('failed');
});

test('the pages of a list of events skip none that arrived within the same millisecond', async () => {
  const secret = env().payments.stripe?.webhookSecrets[0] ?? '';
  const send = () => {
    const event = { id: `evt_${randomUUID()}`, object: 'event', type: 'something.new', created: 1, livemode: false };
    const body = JSON.stringify({ ...event, data: { object: {} } });
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac('sha256', secret).update(`${at}.${body}`).digest('hex');
    return receive('stripe', body, { 'stripe-signature': `t=${at},v1=${signature}` });
  };
  await Promise.all(Array.from({ length: 20 }, send));
  const fractions = await db().$queryRaw<unknown[]>`
    SELECT id FROM "WebhookEvent" WHERE "receivedAt" <> date_trunc('milliseconds', "receivedAt")`;
  expect(fractions).toEqual([]);
});
