import { afterAll, expect, test } from 'vitest';
import { db } from '@/lib/db';
import { isDatabaseUnavailable } from '@/lib/db-errors';

afterAll(() => db().$disconnect());

const failure = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => null,
    (error: unknown) => error,
  );

test('check 93: a connection that the database ends in the middle of a statement counts as the database being unavailable', async () => {
  const ended = await failure(db().$queryRaw`SELECT pg_terminate_backend(pg_backend_pid())`);
  expect(ended).toMatchObject({ message: expect.stringContaining('57P01') });
  expect(isDatabaseUnavailable(ended)).toBe(true);
  // And the next statement uses another connection.
  expect(await db().$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }]);
});

test('check 93: a statement that the database rejects does not count as that, whatever its text', async () => {
  const words = 'Connection terminated 57P01 ECONNREFUSED';
  expect(isDatabaseUnavailable(await failure(db().$queryRaw`SELECT ${words}::int`))).toBe(false);
  const refused = await failure(db().session.update({ where: { sessionToken: words }, data: { userAgent: words } }));
  expect(isDatabaseUnavailable(refused)).toBe(false);
});
