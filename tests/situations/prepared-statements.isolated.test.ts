import { expect, test } from 'vitest';
import { databaseAdapter, db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';

// One connection, which shows its own statements only.
process.env.DATABASE_POOL_SIZE = '1';

const keptStatements = () =>
  db().$queryRawUnsafe<{ name: string; statement: string }[]>('SELECT name, statement FROM pg_prepared_statements');
const probe = (id: number) => db().$queryRaw<object[]>`SELECT * FROM "Probe" WHERE id = ${id}`;

async function migrate(sql: string): Promise<void> {
  const other = await databaseAdapter({ max: 1 }).connect();
  await other.executeScript(sql);
  await other.dispose();
}

test('a statement is prepared once for each connection, from its second time on', async () => {
  await migrate('CREATE TABLE "Probe" (id int)');
  const isKept = async () => (await keptStatements()).filter(({ statement }) => statement.includes('"Probe"')).length;
  await probe(1);
  expect(await isKept()).toBe(0);
  await probe(2);
  await probe(3);
  expect(await isKept()).toBe(1);
});

test('a migration that changes what a statement returns fails it once, and not the next time', async () => {
  await probe(1);
  await migrate('ALTER TABLE "Probe" ADD COLUMN name text');
  const failed = await probe(1).catch((error: unknown) => error);
  expect(failed).toBeInstanceOf(Error);
  expect(await probe(1)).toEqual([]);
});

test('within a transaction, too', async () => {
  await probe(1);
  await migrate('ALTER TABLE "Probe" ADD COLUMN size int');
  const attempt = () => db().$transaction((tx) => tx.$queryRaw`SELECT * FROM "Probe" WHERE id = ${1}`);
  await expect(attempt()).rejects.toThrow(/cached plan/);
  expect(await attempt()).toEqual([]);
});

test('a statement straight on the driver doesn’t even fail once', async () => {
  const read = () => prepared('probe', Prisma.sql`SELECT * FROM "Probe" WHERE id = ${1}`);
  await read();
  await migrate('ALTER TABLE "Probe" ADD COLUMN weight int');
  expect(await read()).toEqual([]);
});

test('however many different statements there are, a connection keeps only some of them', async () => {
  for (let length = 1; length < 400; length += 1) {
    const list = Prisma.join(Array.from({ length }, (_, id) => id));
    for (let time = 0; time < 2; time += 1) await db().$queryRaw`SELECT id FROM "Probe" WHERE id IN (${list})`;
  }
  expect((await keptStatements()).length).toBeLessThan(300);
});
