import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import type { BillingFact, EffectRun } from '@/lib/generated/prisma/client';
import { resolveAlerts } from '../ledger/alerts';

/** Some of the runs that failed for the last time, oldest first. */
export function deadRuns(most: number): Promise<(EffectRun & { fact: BillingFact })[]> {
  const oldest = { orderBy: { createdAt: 'asc' }, take: most } as const;
  return db().effectRun.findMany({ where: { status: 'dead' }, ...oldest, include: { fact: true } });
}

/** The ids of all of them, without what they say. */
export async function deadRunIds(): Promise<string[]> {
  const rows = await db().effectRun.findMany({
    where: { status: 'dead' },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

export function countDeadRuns(): Promise<number> {
  return db().effectRun.count({ where: { status: 'dead' } });
}

/** How many runs of each effect are in each state. */
export async function countRuns(): Promise<{ effect: string; status: string; runs: number }[]> {
  const groups = await db().effectRun.groupBy({ by: ['effect', 'status'], _count: true, orderBy: { effect: 'asc' } });
  return groups.map(({ effect, status, _count }) => ({ effect, status, runs: _count }));
}

/** Requeues a dead run with a fresh set of attempts under the same key. Returns false for a run that isn't dead. */
export async function replayRun(id: string, actor: string): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const data = { status: 'waiting' as const, nextAttemptAt: new Date(0), error: null };
    const { count } = await tx.effectRun.updateMany({ where: { id, status: 'dead' }, data });
    if (count === 0) return false;
    const alerts = await tx.alert.findMany({ where: { key: { startsWith: `dead-effect:${id}:` }, closedAt: null } });
    await resolveAlerts(
      tx,
      alerts.map(({ key }) => key),
      'run again',
    );
    await audit({ actor, action: 'effect.replayed', target: id }, tx);
    return true;
  });
}
