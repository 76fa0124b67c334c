import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { commitsEachStatement, concurrentIndex, isOneTransaction } from '../../scripts/lib/migration-script';
import { listMigrationNames, PRISMA, splitForLiveDatabase } from '../../scripts/lib/migrations';

const SQL = `-- AlterTable
ALTER TABLE "User" ADD COLUMN     "age" INTEGER;

-- CreateTable
CREATE TABLE "Pet" (
    "id" TEXT NOT NULL
);

-- CreateIndex
CREATE INDEX "Pet_id_idx" ON "Pet"("id");

-- CreateIndex
CREATE INDEX "User_age_idx" ON "User"("age");

-- CreateIndex
CREATE UNIQUE INDEX "User_name_key" ON "User"("name");
`;

test('an index on an existing table is built concurrently, alone in its migration', () => {
  const [first, age, name, ...others] = splitForLiveDatabase('pets', SQL);
  expect(others).toEqual([]);
  expect(age).toEqual({
    name: 'pets_user_age',
    sql: '-- CreateIndex\nCREATE INDEX CONCURRENTLY "User_age_idx" ON "User"("age");\n',
  });
  expect(name?.sql).toContain('CREATE UNIQUE INDEX CONCURRENTLY "User_name_key"');
  expect(first?.name).toBe('pets');
  expect(first?.sql).toMatch(/^-- .*\nSET lock_timeout = '5s';\n/);
  // A new table is not in use yet, and an index is built faster while writes are locked out.
  expect(first?.sql).toContain('CREATE INDEX "Pet_id_idx"');
  expect(first?.sql).not.toContain('"User_age_idx"');
});

test('indexes alone need no other migration', () => {
  const [, , , , index = ''] = SQL.split(/\n\n/).map((block) => `${block}\n`);
  const parts = splitForLiveDatabase('x', index);
  expect(parts).toHaveLength(1);
  expect(parts[0]?.sql).not.toContain('lock_timeout');
});

test('a new value of an enum is committed before anything uses it', () => {
  const alter = `-- AlterEnum\n-- Adds more than one value.\n\nALTER TYPE "E" ADD VALUE 'c';\nALTER TYPE "E" ADD VALUE 'd';`;
  const use = `-- AlterTable\nALTER TABLE "User" ALTER COLUMN "e" SET DEFAULT 'c';`;
  const [values, first, ...others] = splitForLiveDatabase('kinds', `${alter}\n\n${use}\n`);
  expect(others).toEqual([]);
  expect(values).toEqual({ name: 'kinds_values', sql: `${alter}\n` });
  expect(first?.name).toBe('kinds');
  expect(first?.sql).toContain(use);
  expect(first?.sql).not.toContain('ADD VALUE');
});

test('an enum that loses a value changes in the transaction of its migration', () => {
  const [only] = splitForLiveDatabase('kinds', '-- AlterEnum\nBEGIN;\nCREATE TYPE "E_new" AS ENUM (\'a\');\nCOMMIT;\n');
  expect(only?.sql).toContain('CREATE TYPE');
  expect(only?.sql).not.toMatch(/BEGIN|COMMIT/);
  expect(isOneTransaction(only?.sql ?? '')).toBe(true);
});

test('every migration can run again after it failed', async () => {
  const names = await listMigrationNames();
  const sqlOf = (name: string) => readFileSync(join(PRISMA, 'migrations', name, 'migration.sql'), 'utf8');
  const apart = names.filter((name) => !isOneTransaction(sqlOf(name)) && concurrentIndex(sqlOf(name)) === null);
  expect(apart).toContain('20261129070000_timestamptz');
  expect(apart.filter((name) => !commitsEachStatement(sqlOf(name)))).toEqual([]);
});

test('what PostgreSQL refuses in a transaction, or ends one, is not sent as one', () => {
  expect(isOneTransaction('-- Not CONCURRENTLY.\nCREATE INDEX "a" ON "b"("c");')).toBe(true);
  for (const sql of ['DROP INDEX CONCURRENTLY "a";', 'begin;\nSELECT 1;\ncommit;', 'BEGIN; COMMIT;', 'VACUUM "User";'])
    expect(isOneTransaction(sql), sql).toBe(false);
});

test('an index is only repaired if its migration does nothing else', () => {
  expect(concurrentIndex('CREATE INDEX CONCURRENTLY "a" ON "b"("c");')).toEqual({ name: 'a', table: 'b' });
  expect(concurrentIndex('CREATE INDEX CONCURRENTLY "a" ON "b"("c");\nDROP INDEX "d";')).toBeNull();
  expect(concurrentIndex('CREATE INDEX CONCURRENTLY IF NOT EXISTS "a" ON "b"("c");')).toBeNull();
});
