import type { SqlDriverAdapter, SqlQueryable } from '@prisma/driver-adapter-utils';
import { env } from './env';

/** So many statements get a name, and every connection keeps their plans. A sync has about 30, and all jobs together have 60. */
const MAX_NAMED = 250;
/** Characters. A longer statement writes many rows, and rarely as many again. */
const MAX_LENGTH = 10_000;
/** Texts seen once that are remembered: lists of values make them differ without end. */
const MAX_SEEN = 1_000;

interface Names {
  readonly named: Map<string, string>;
  readonly seenOnce: Set<string>;
  /** Part of each name. Another one after a migration, when what the names were prepared with is outdated. */
  generation: number;
}

// Next bundles routes separately, but they share their connections, where a name must mean one text.
const kept = globalThis as typeof globalThis & { tollgateStatementNames?: Names };

function names(): Names {
  kept.tollgateStatementNames ??= { named: new Map(), seenOnce: new Set(), generation: 0 };
  return kept.tollgateStatementNames;
}

/**
 * The name under which PostgreSQL keeps a statement's plan for each connection
 * (https://www.postgresql.org/docs/current/sql-prepare.html), so that it's parsed and planned once. From its second time
 * on; empty for a statement that isn't kept, such as a very long one, and behind a pooler.
 */
export function statementName({ sql }: { readonly sql: string }): string {
  // A pooler gives each transaction another connection, which doesn't know the names.
  if (env().database.pooled || sql.length > MAX_LENGTH) return '';
  const { named, seenOnce, generation } = names();
  const name = named.get(sql);
  if (name !== undefined) return `${name}.${generation}`;
  if (named.size >= MAX_NAMED) return '';
  if (!seenOnce.delete(sql)) {
    if (seenOnce.size >= MAX_SEEN) seenOnce.clear();
    seenOnce.add(sql);
    return '';
  }
  named.set(sql, `s${named.size}`);
  return statementName({ sql });
}

/** PostgreSQL's "cached plan must not change result type", as the driver or Prisma's adapter reports it. */
export function isOutdatedPlan(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return [Reflect.get(error, 'code'), Reflect.get(Object(error.cause), 'originalCode')].includes('0A000');
}

/** Gives every statement another name: a migration changed what they return while this process ran. */
export function renameStatements(): void {
  names().generation += 1;
}

/**
 * The same adapter; when a migration changed what a statement returns while this process runs, that statement fails once,
 * and every statement gets another name.
 */
export function renamingOutdated<Adapter extends SqlDriverAdapter>(adapter: Adapter): Adapter {
  renameAfterErrors(adapter);
  const start = adapter.startTransaction.bind(adapter);
  adapter.startTransaction = async (isolation) => renameAfterErrors(await start(isolation));
  return adapter;
}

function renameAfterErrors<Queryable extends SqlQueryable>(queryable: Queryable): Queryable {
  const rename = (error: unknown): never => {
    if (isOutdatedPlan(error)) renameStatements();
    throw error;
  };
  const { queryRaw, executeRaw } = queryable;
  queryable.queryRaw = (query) => queryRaw.call(queryable, query).catch(rename);
  queryable.executeRaw = (query) => executeRaw.call(queryable, query).catch(rename);
  return queryable;
}
