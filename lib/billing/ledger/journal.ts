import type { Tx } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';

/**
 * Appends the rows that a sync noted for the logs (facts, transitions, revenue), in one statement. Each entry is an `INSERT`
 * that reads nothing that another one writes.
 */
export async function writeJournal(tx: Tx, journal: readonly Prisma.Sql[]): Promise<void> {
  if (journal.length === 0) return;
  const entries = journal.map((insert, index) => Prisma.sql`${Prisma.raw(`entry${index}`)} AS (${insert})`);
  await tx.$executeRaw`WITH ${Prisma.join(entries)} SELECT 1`;
}

/** When a row was noted, for logs that are read in this order: entries of one statement run in any. */
export function notedAt({ length }: readonly Prisma.Sql[]): Prisma.Sql {
  return Prisma.sql`statement_timestamp() + make_interval(secs => ${length / 1_000_000})`;
}
