import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { PrismaPg } from '@prisma/adapter-pg';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';

/** The part of Prisma's schema engine that works in WebAssembly with adapter-pg (it cannot introspect). */
export interface SchemaEngine {
  applyMigrations(input: {
    migrationsList: MigrationList;
    filters: Filters;
  }): Promise<{ appliedMigrationNames: string[] }>;
  diff(input: {
    from: DiffTarget;
    to: DiffTarget;
    script: boolean;
    shadowDatabaseUrl: null;
    exitCode: false;
    filters: Filters;
  }): Promise<{ stdout?: string | null }>;
}

export interface MigrationList {
  baseDir: string;
  lockfile: { path: string; content: string };
  shadowDbInitScript: string;
  migrationDirectories: { path: string; migrationFile: { path: string; content: { tag: 'ok'; value: string } } }[];
}
export type DiffTarget = { tag: 'empty' } | { tag: 'schemaDatamodel'; files: { path: string; content: string }[] };
export interface Filters {
  externalTables: string[];
  externalEnums: string[];
}
export const NO_FILTERS: Filters = { externalTables: [], externalEnums: [] };

/** Loads the engine; the database must be reachable. See docs/decisions/0004-migrations-run-in-webassembly.md. */
export async function loadSchemaEngine(database: PrismaPg, schema: string): Promise<SchemaEngine> {
  const folder = dirname(createRequire(import.meta.url).resolve('@prisma/schema-engine-wasm'));
  // Only this inner module, which has no types, accepts the WebAssembly bytes.
  const inner = await import(pathToFileURL(join(folder, 'schema_engine_bg.js')).href);
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  const { instance } = await WebAssembly.instantiate(bytes, { './schema_engine_bg.js': inner });
  inner.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start !== 'function') throw new Error('The schema engine has no start function');
  start();
  const adapter = bindMigrationAwareSqlAdapterFactory(database);
  return inner.SchemaEngine.new({ datamodels: [['schema.prisma', schema]] }, () => {}, adapter);
}
