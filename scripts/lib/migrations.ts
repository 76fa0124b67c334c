import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import { openMigrationSession, type Unfinished } from './migration-session';
import { type DiffTarget, loadSchemaEngine, type MigrationList, NO_FILTERS } from './schema-engine';

export const PRISMA = join(import.meta.dirname, '..', '..', 'prisma');
const MIGRATIONS = join(PRISMA, 'migrations');

export function readSchema(): Promise<string> {
  return readFile(join(PRISMA, 'schema.prisma'), 'utf8');
}

/**
 * Applies pending migrations in order and records them in `_prisma_migrations`, like `prisma migrate deploy`. Two
 * deployments take turns. If one fails, the error says what to do; what is one transaction, or an index that is built
 * concurrently, only needs another run.
 */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const migrationsList = await listMigrations();
  const scripts = migrationsList.migrationDirectories.map(
    ({ path, migrationFile }) => [path, migrationFile.content.value] as const,
  );
  const session = await openMigrationSession(databaseUrl, new Map(scripts));
  try {
    const engine = await loadSchemaEngine(session.adapter, await readSchema());
    await session.takeTurn();
    const applying = engine.applyMigrations({ migrationsList, filters: NO_FILTERS });
    const { appliedMigrationNames } = await applying.catch(async (error: Error) => {
      const left = await session.takeTurn().catch(() => null);
      throw new Error([error.message, ...(left ? whatToDo(left) : [])].join('\n\n'), { cause: error });
    });
    return appliedMigrationNames;
  } finally {
    await session.end();
  }
}

function whatToDo({ repeatable, broken }: Unfinished): string[] {
  return [
    ...repeatable.map((name) => `${name} didn't finish. When what it failed on is gone, run npm run db:migrate again.`),
    ...broken.map(
      (name) =>
        `${name} may be applied in part. Undo in the database what it did, then run this and npm run db:migrate:\n` +
        `UPDATE "_prisma_migrations" SET rolled_back_at = now() WHERE migration_name = '${name}' AND finished_at IS NULL;`,
    ),
  ];
}

/** One migration: the end of its folder's name, and its SQL. */
export interface MigrationPart {
  readonly name: string;
  readonly sql: string;
}

/**
 * Splits a migration so that it is safe while the app serves: an index on a table that exists already is built
 * concurrently, which must be the only statement of its migration. A new value of an enum is committed before it is used
 * (postgresql.org/docs/current/sql-altertype.html). What changes tables waits for nothing longer than a few seconds,
 * because everybody else waits behind it.
 */
export function splitForLiveDatabase(name: string, sql: string): MigrationPart[] {
  // Prisma changes an enum that loses a value in a transaction of its own; the migration is one already.
  const flat = sql.replaceAll(/^(?:BEGIN|COMMIT);\n/gm, '');
  const all = flat.split(/\n(?=-- \w+\n)/).map((block) => block.trim());
  const isValue = (block: string) => /^ALTER TYPE .* ADD VALUE /m.test(block);
  const values = all.filter(isValue);
  const blocks = all.filter((block) => !isValue(block));
  const made = new Set([...sql.matchAll(/^CREATE TABLE ("\w+")/gm)].map(([, table]) => table));
  const indexOf = (block: string) => /^CREATE (?:UNIQUE )?INDEX "(\w+)" ON ("\w+")/m.exec(block);
  const isLater = (block: string) => {
    const [, , table] = indexOf(block) ?? [];
    return table !== undefined && !made.has(table);
  };
  const first = blocks.filter((block) => !isLater(block));
  const later = blocks.filter(isLater).map((block) => ({
    name: `${name}_${(indexOf(block)?.[1] ?? '').replace(/_(idx|key)$/, '').toLowerCase()}`,
    sql: `${block.replace(/^CREATE (UNIQUE )?INDEX /m, 'CREATE $1INDEX CONCURRENTLY ')}\n`,
  }));
  const impatient = [
    "-- Fails instead of making everyone else wait behind it. Run it again.\nSET lock_timeout = '5s';",
  ];
  const patient = ['RESET lock_timeout;'];
  return [
    ...(values.length === 0 ? [] : [{ name: `${name}_values`, sql: `${values.join('\n\n')}\n` }]),
    ...(first.length === 0 ? [] : [{ name, sql: `${[...impatient, ...first, ...patient].join('\n\n')}\n` }]),
    ...later,
  ];
}

/** SQL that migrates one schema to another; empty when they are equal. */
export async function diffSchemas(databaseUrl: string, from: string | null, to: string): Promise<string> {
  const engine = await loadSchemaEngine(new PrismaPg({ connectionString: databaseUrl }), to);
  const target = (content: string): DiffTarget => ({
    tag: 'schemaDatamodel',
    files: [{ path: 'schema.prisma', content }],
  });
  const { stdout } = await engine.diff({
    from: from === null ? { tag: 'empty' } : target(from),
    to: target(to),
    script: true,
    shadowDatabaseUrl: null,
    exitCode: false,
    filters: NO_FILTERS,
  });
  return stdout ?? '';
}

/** The names of all migrations, in order. */
export async function listMigrationNames(): Promise<string[]> {
  const folders = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  return folders.map((entry) => entry.name).sort();
}

async function listMigrations(): Promise<MigrationList> {
  const names = await listMigrationNames();
  return {
    baseDir: MIGRATIONS,
    lockfile: {
      path: 'migration_lock.toml',
      content: await readFile(join(MIGRATIONS, 'migration_lock.toml'), 'utf8'),
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: { tag: 'ok' as const, value: await readFile(join(MIGRATIONS, name, 'migration.sql'), 'utf8') },
        },
      })),
    ),
  };
}
