import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { ReconcileDiff, ReconcileRun } from '@/lib/generated/prisma/client';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

export interface RunRow extends ReconcileRun {
  readonly differences: number;
}

/** Comparisons of the ledger with the providers, newest first. */
export async function listRuns(cursor: string | undefined): Promise<Page<RunRow>> {
  const rows = await db().reconcileRun.findMany({
    where: { mode: env().payments.mode, ...after('startedAt', readCursor(cursor)) },
    orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  // Prisma's count of a relation would group the differences of all runs.
  const counts = await db().reconcileDiff.groupBy({
    by: ['runId'],
    where: { runId: { in: rows.map(({ id }) => id) } },
    _count: true,
  });
  const differences = new Map(counts.map(({ runId, _count }) => [runId, _count]));
  return toPage(
    rows.map((run) => ({ ...run, differences: differences.get(run.id) ?? 0 })),
    ({ startedAt }) => startedAt,
  );
}

/** Differences that a page shows of one run. */
const DIFFS = 500;

/** One comparison with its differences, field by field; null when there is none. */
export async function findRun(
  id: string,
): Promise<{ readonly run: ReconcileRun; readonly diffs: readonly ReconcileDiff[] } | null> {
  const run = await db().reconcileRun.findFirst({ where: { id, mode: env().payments.mode } });
  if (run === null) return null;
  return {
    run,
    diffs: await db().reconcileDiff.findMany({ where: { runId: id }, orderBy: { id: 'asc' }, take: DIFFS }),
  };
}
