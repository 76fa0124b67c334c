import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
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
  const due = await takeOverdue(mode, provider, now);
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

interface OverdueCase {
  readonly id: string;
  /** Whether an alert has asked a person to decide. */
  readonly told: boolean;
}

/**
 * Takes the cases of a round: those that no round has taken, then those taken longest ago. So however many fail again and
 * again, they delay nothing new, and each other for one turn.
 */
function takeOverdue(mode: Mode, provider: Provider, now: Date): Promise<OverdueCase[]> {
  // Subqueries for each case follow an index; for a join or `EXISTS`, PostgreSQL may read all subscriptions or alerts.
  const overdue = Prisma.sql`FROM "DelinquencyCase" overdue
    WHERE ${provider}::"Provider" = (SELECT provider FROM "Subscription" WHERE id = overdue."subscriptionId")
      AND overdue.mode = ${mode}::"Mode" AND overdue.state = 'open' AND overdue."heldAt" IS NULL
      AND overdue."exhaustsAt" <= ${now}
      AND NOT EXISTS (
        SELECT 1 FROM "Operation" operation WHERE operation.key = 'cancel:' || overdue."subscriptionId"
          AND (operation.status IN ('planned', 'sent', 'unknown')
            OR (operation.status IN ('refused', 'stale') AND operation."nextAttemptAt" > now())))`;
  // One that someone is writing comes in a later round.
  const taken = Prisma.sql`LIMIT ${AT_ONCE} FOR NO KEY UPDATE OF overdue SKIP LOCKED`;
  return db().$queryRaw`
    WITH fresh AS (
      SELECT id, "triedAt" ${overdue} AND overdue."triedAt" IS NULL ORDER BY overdue."exhaustsAt" ${taken}),
    again AS (
      SELECT id, "triedAt" ${overdue} AND overdue."triedAt" IS NOT NULL ORDER BY overdue."triedAt" ${taken})
    UPDATE "DelinquencyCase" taken SET "triedAt" = now() WHERE id = ANY(ARRAY(
      SELECT id FROM (SELECT * FROM fresh UNION ALL SELECT * FROM again) due
      ORDER BY "triedAt" NULLS FIRST LIMIT ${AT_ONCE}))
    RETURNING id, 0 < (SELECT count(*) FROM "Alert" WHERE key = 'held:cancel:' || taken."subscriptionId") AS told`;
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
