import { expect, test } from 'vitest';
import { splitForLiveDatabase } from '../../scripts/lib/migrations';

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
