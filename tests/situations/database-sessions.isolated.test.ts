import { expect, inject, test } from 'vitest';
import { databaseAdapter, db } from '@/lib/db';
import { isDatabaseUnavailable } from '@/lib/db-errors';
import { env } from '@/lib/env';
import { newUser } from '@/lib/workspaces/new-user';
import { admin, databaseUrl } from '../fixtures/server';

const database = new URL(process.env.DATABASE_URL ?? '').pathname.slice(1);
await admin(inject('server'), `ALTER DATABASE "${database}" SET timezone = 'Asia/Tokyo'`);
process.env.DATABASE_LOCK_TIMEOUT = '1';
process.env.DATABASE_STATEMENT_TIMEOUT = '2';

const show = async (name: string) => (await db().$queryRawUnsafe<Record<string, string>[]>(`SHOW ${name}`))[0];

test('a session is in UTC on a server that is not, and nothing in it lasts forever', async () => {
  expect(new URL(databaseUrl(inject('server'), database)).href).toBe(new URL(env().databaseUrl).href);
  expect(await show('timezone')).toEqual({ TimeZone: 'UTC' });
  expect(await show('statement_timeout')).toEqual({ statement_timeout: '2s' });
  expect(await show('lock_timeout')).toEqual({ lock_timeout: '1s' });
  expect(await show('idle_in_transaction_session_timeout')).toEqual({ idle_in_transaction_session_timeout: '30s' });
});

test('a statement that takes too long is ended, and the user gets a message to try again', async () => {
  const error = await db().$queryRaw`SELECT pg_sleep(60)::text`.catch((thrown: unknown) => thrown);
  expect(isDatabaseUnavailable(error)).toBe(true);
});

test('a request that waits for a locked row gets an answer', async () => {
  const user = await db().user.create({ data: newUser({ email: 'kept@customer.test' }) });
  const other = await databaseAdapter({ max: 1 }).connect();
  const run = (sql: string) => other.executeRaw({ sql, args: [], argTypes: [] });
  await run('BEGIN');
  await run(`UPDATE "User" SET name = 'kept' WHERE email = 'kept@customer.test'`);
  const change = db().user.update({ where: { id: user.id }, data: { name: 'Ada' } });
  const error = await change.catch((thrown: unknown) => thrown);
  await run('ROLLBACK');
  await other.dispose();
  expect(isDatabaseUnavailable(error)).toBe(true);
});

test('ten processes fit into PostgreSQL’s default number of connections', async () => {
  // 100, three of which are reserved (postgresql.org/docs/current/runtime-config-connection.html); one is for health checks.
  expect(10 * (env().database.poolSize + 1)).toBeLessThanOrEqual(97);
});
