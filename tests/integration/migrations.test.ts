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

async function catalog(database: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: databaseUrl(server, database) });
  await client.connect();
  const { rows } = await client.query(CATALOG);
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

test('the next migration will be created from the current schema', async () => {
  expect(await readFile(join(PRISMA, 'migrations', 'schema.snapshot'), 'utf8')).toBe(await readSchema());
});
