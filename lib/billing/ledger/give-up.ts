import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { log } from '@/lib/log';
import { lockWorkspace, underLock } from '../lock';
import type { Mode, Provider } from '../types';
import { heldKey } from './automatic-limits';
import { planOperation } from './plan-operation';

/** Maximum number of a provider's cases exhausted per round. */
const AT_ONCE = 50;
/** Seconds of real time after which no further case is begun: each may wait for its workspace. */
const LONGEST_ROUND = 20;

/** What one round did with a provider's cases. */
export interface OverdueRound {
  /** Cancellations planned. */
  readonly planned: number;
  /** Whether more cases may be due now: not after a round that got none of them out of the way. */
  readonly more: boolean;
}

/**
 * Exhausts a provider's cases whose time is up: plans the cancellation, which is sent after rechecking what is owed. Access
 * ends only once the provider has confirmed it, so customers aren't charged for access they've lost. A case whose
 * cancellation is in progress, or was refused and awaits a retry, doesn't block the others.
 */
export async function endOverdueSubscriptions(mode: Mode, provider: Provider): Promise<OverdueRound> {
  const now = await businessNow();
  // Subqueries for each case follow an index; for a join or `EXISTS`, PostgreSQL may read all subscriptions or alerts.
  const due = await db().$queryRaw<{ id: string; told: boolean }[]>`
    SELECT overdue.id,
      0 < (SELECT count(*) FROM "Alert" WHERE key = 'held:cancel:' || overdue."subscriptionId") AS told
    FROM "DelinquencyCase" overdue
    WHERE ${provider}::"Provider" = (SELECT provider FROM "Subscription" WHERE id = overdue."subscriptionId")
      AND overdue.mode = ${mode}::"Mode" AND overdue.state = 'open' AND overdue."heldAt" IS NULL
      AND overdue."exhaustsAt" <= ${now}
      AND NOT EXISTS (
        SELECT 1 FROM "Operation" operation WHERE operation.key = 'cancel:' || overdue."subscriptionId"
          AND (operation.status IN ('planned', 'sent', 'unknown')
            OR (operation.status IN ('refused', 'stale') AND operation."nextAttemptAt" > now())))
    ORDER BY overdue."exhaustsAt" LIMIT ${AT_ONCE}`;
  const until = Date.now() + LONGEST_ROUND * 1000;
  let [begun, planned, held] = [0, 0, 0];
  for (const { id, told } of due) {
    if (Date.now() >= until) break;
    begun += 1;
    // One that fails, as while its workspace is busy, doesn't stop the others.
    const outcome = await (told ? leave(db(), id) : giveUp(id, now)).catch((error: unknown) =>
      log().error({ err: error, case: id }, 'subscription not ended'),
    );
    if (outcome === 'planned') planned += 1;
    if (outcome === 'held') held += 1;
  }
  return { planned, more: planned + held > 0 && (due.length >= AT_ONCE || begun < due.length) };
}

/** `waits`: it may still be due, because something else is under way. */
async function giveUp(id: string, now: Date): Promise<'planned' | 'held' | 'waits'> {
  const { subscription } = await db().delinquencyCase.findUniqueOrThrow({
    where: { id },
    select: { subscription: { select: { id: true, workspaceId: true, provider: true, mode: true, externalId: true } } },
  });
  const { workspaceId, provider, mode, externalId } = subscription;
  return underLock(async (tx) => {
    await lockWorkspace(tx, workspaceId);
    const open = await tx.delinquencyCase.findFirst({ where: { id, state: 'open' }, select: { id: true } });
    if (open === null) return 'waits';
    const key = `cancel:${subscription.id}`;
    const isPlanned = await planOperation(
      { tx, provider, mode, owner: { workspaceId }, now, cause: `case:${id}` },
      {
        kind: 'cancel',
        key,
        because: 'unpaid',
        provider,
        params: { subscriptionExternalId: externalId },
      },
    );
    if (isPlanned) return 'planned';
    return (await tx.alert.count({ where: { key: heldKey(key) } })) > 0 ? leave(tx, id) : 'waits';
  });
}

/** An alert asks a person to decide: no further round reads the case. */
async function leave(tx: Tx, id: string): Promise<'held'> {
  await tx.$executeRaw`UPDATE "DelinquencyCase" SET "heldAt" = now() WHERE id = ${id}`;
  return 'held';
}
