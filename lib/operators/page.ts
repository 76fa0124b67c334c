import { z } from 'zod';
import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';

/** Rows of a list page. */
export const PAGE_SIZE = 50;

/** A count on a page stops here: after a long outage, counting everything would take longer than the page. */
export const COUNT_LIMIT = 10_000;

/**
 * How many rows these selections have together; `COUNT_LIMIT` + 1 if there are more. Each can follow an index of its own.
 * Prisma's `count` with `take` would sort by the id first, which reads a whole table.
 */
export async function countUpTo(...selections: readonly Prisma.Sql[]): Promise<number> {
  const most = COUNT_LIMIT + 1;
  const parts = selections.map((rows) => Prisma.sql`SELECT 1 FROM (${rows} LIMIT ${most}) AS part`);
  const [found] = await db().$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM (${Prisma.join(parts, ' UNION ALL ')} LIMIT ${most}) AS bounded`;
  return found?.count ?? 0;
}

/** Where a list page begins: after the row with this time and id. Newest rows come first. */
export interface Cursor {
  readonly at: Date;
  readonly id: string;
}

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Cursor of the next page; null on the last one. */
  readonly next: string | null;
}

const cursorText = z
  .string()
  .max(120)
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z_[\w-]{1,80}$/);

/** Reads a cursor from a URL. A text that is none of ours starts at the first page. */
export function readCursor(text: string | undefined): Cursor | null {
  const parsed = cursorText.safeParse(text);
  if (!parsed.success) return null;
  const [time = '', ...id] = parsed.data.split('_');
  const at = new Date(time);
  return Number.isNaN(at.getTime()) ? null : { at, id: id.join('_') };
}

/**
 * Prisma's condition for the rows after a cursor, by a time column and the id. The first part alone lets PostgreSQL start
 * in the middle of an index on both columns.
 */
export function after<Column extends string>(column: Column, cursor: Cursor | null) {
  if (cursor === null) return {};
  const { at, id } = cursor;
  return { AND: [{ [column]: { lte: at } }, { OR: [{ [column]: { lt: at } }, { [column]: at, id: { lt: id } }] }] };
}

/** Cuts rows that were read with one more than a page shows. */
export function toPage<Row extends { readonly id: string }>(
  rows: readonly Row[],
  timeOf: (row: Row) => Date,
  size = PAGE_SIZE,
): Page<Row> {
  const shown = rows.slice(0, size);
  const last = shown.at(-1);
  const more = rows.length > size && last !== undefined;
  return { rows: shown, next: more ? `${timeOf(last).toISOString()}_${last.id}` : null };
}
