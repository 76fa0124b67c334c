import 'server-only';
import { Prisma } from '../generated/prisma/client';
import { prepared } from '../prepared';

/** The rows of one table, page by page. They are read when the next page is wanted. */
export type Pages = AsyncIterable<readonly object[]>;

/** Rows that a page has at most. */
export const PAGE = 250;
/** Ids of a page of which there are few. */
const SHORT = 20;

/** A table that has few rows for each person and workspace, whatever they do. */
export async function* few(read: () => Promise<readonly object[]>): Pages {
  yield await read();
}

/**
 * The rows of these workspaces in the order of an index on the workspace and another column: `read` returns the first
 * `PAGE` rows whose value of that column, which `keyOf` tells, is in the range.
 */
export async function* byKey<Row extends object>(
  workspaceIds: readonly string[],
  read: (workspaceId: string, range: { gt?: string }) => Promise<readonly Row[]>,
  keyOf: (row: Row) => string,
): Pages {
  for (const workspaceId of workspaceIds) {
    let range: { gt?: string } = {};
    for (;;) {
      const rows = await read(workspaceId, range);
      yield rows;
      const last = rows.at(-1);
      if (last === undefined || rows.length < PAGE) break;
      range = { gt: keyOf(last) };
    }
  }
}

/**
 * The rows of a table of which the condition is true, whose index may have any order: reads the ids first, about 36 bytes
 * for each row, then each page by its ids, so that none sorts or passes over the rows of another.
 */
export async function* byId(
  table: Prisma.ModelName,
  where: Prisma.Sql,
  read: (id: { in: string[] }) => Promise<readonly object[]>,
): Pages {
  const from = Prisma.raw(`"${table}"`);
  const rows = await prepared<{ id: string }>(`export ${table}`, Prisma.sql`SELECT id FROM ${from} WHERE ${where}`);
  for (let start = 0; start < rows.length; start += PAGE)
    yield await read({ in: filled(rows.slice(start, start + PAGE).map(({ id }) => id)) });
}

/** Prisma writes a parameter for each id, and each number of them would be another statement to plan and keep. */
function filled(ids: readonly string[]): string[] {
  const size = ids.length <= SHORT ? SHORT : PAGE;
  return Array.from({ length: size }, (_, place) => ids[Math.min(place, ids.length - 1)] ?? '');
}
