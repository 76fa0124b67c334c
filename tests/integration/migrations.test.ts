import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { expect, inject, test } from 'vitest';
import { diffSchemas, PRISMA, readSchema } from '../../scripts/lib/migrations';
import { admin, databaseUrl } from '../fixtures/server';

const run = inject('run');
const server = inject('server');
const fromSchema = `${run}_from_schema`;

const CATALOG = `
  SELECT 'column' AS kind, table_name || '.' || column_name AS name,
         concat_ws(' ', data_type, udt_name, is_nullable, column_default, character_maximum_length, datetime_precision) AS shape
  FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> '_prisma_migrations'
  UNION ALL SELECT 'index', indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'
  UNION ALL SELECT 'constraint', conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
    FROM pg_constraint WHERE connamespace = 'public'::regnamespace AND contype <> 'n' AND conrelid::regclass::text <> '_prisma_migrations'
  UNION ALL SELECT 'enum', typname, string_agg(enumlabel, ',' ORDER BY enumsortorder)
    FROM pg_enum JOIN pg_type ON pg_type.oid = enumtypid GROUP BY typname
  ORDER BY 1, 2, 3`;

/**
 * PostgreSQL makes no index for a foreign key. A partial one finds only a part of what refers to a row: enough for emails,
 * because a workspace's row is never deleted, and all emails about one are found by the people in it.
 */
const UNINDEXED = `
  SELECT conrelid::regclass || '.' || conname AS name FROM pg_constraint
  WHERE contype = 'f' AND connamespace = 'public'::regnamespace AND NOT EXISTS (
    SELECT 1 FROM pg_index WHERE indrelid = conrelid AND indpred IS NULL AND indkey[0] = conkey[1])
  ORDER BY 1`;

async function catalog(database: string, query = CATALOG): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl(server, database) });
  await client.connect();
  const { rows } = await client.query(query);
  await client.end();
  return rows;
}

test('the migrations build exactly the database that schema.prisma describes', async () => {
  await admin(server, `CREATE DATABASE ${fromSchema}`);
  const client = new pg.Client({ connectionString: databaseUrl(server, fromSchema) });
  await client.connect();
  await client.query(await diffSchemas(databaseUrl(server, fromSchema), null, await readSchema()));
  await client.end();
  expect(await catalog(`${run}_template`)).toEqual(await catalog(fromSchema));
});

test('every foreign key begins an index', async () => {
  expect(await catalog(`${run}_template`, UNINDEXED)).toEqual([{ name: '"Email".Email_workspaceId_fkey' }]);
});

test('the next migration will be created from the current schema', async () => {
  expect(await readFile(join(PRISMA, 'migrations', 'schema.snapshot'), 'utf8')).toBe(await readSchema());
});
