import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DiffTarget, loadSchemaEngine, type MigrationList, NO_FILTERS } from './schema-engine';

export const PRISMA = join(import.meta.dirname, '..', '..', 'prisma');
const MIGRATIONS = join(PRISMA, 'migrations');

export function readSchema(): Promise<string> {
  return readFile(join(PRISMA, 'schema.prisma'), 'utf8');
}

/** Applies what is not applied yet, in order; writes `_prisma_migrations` as Prisma's own command does. */
export async function applyMigrations(databaseUrl: string): Promise<string[]> {
  const engine = await loadSchemaEngine(databaseUrl, await readSchema());
  const applied = await engine.applyMigrations({ migrationsList: await listMigrations(), filters: NO_FILTERS });
  return applied.appliedMigrationNames;
}

/** The SQL that leads from one schema to another; empty when there is nothing to do. */
export async function diffSchemas(databaseUrl: string, from: string | null, to: string): Promise<string> {
  const engine = await loadSchemaEngine(databaseUrl, to);
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

async function listMigrations(): Promise<MigrationList> {
  const folders = (await readdir(MIGRATIONS, { withFileTypes: true })).filter((entry) => entry.isDirectory());
  const names = folders.map((entry) => entry.name).sort();
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
