import { setTimeout as pause } from 'node:timers/promises';
import { db, type Tx } from '@/lib/db';
import { log } from '@/lib/log';
import { raiseAlert } from './alerts';
import { assertLease, type Lease, LeaseLost, type RootRef, releaseLease, renewLease, takeLease } from './lease';
import type { RootKind } from './providers/contract';
import { type Outcome, sync } from './sync';
import type { Mode, Provider } from './types';
import { withoutNul } from './without-nul';

/** After this many failed attempts an event is `dead`: shown, never lost, and replayed by hand. */
export const MAX_ATTEMPTS = 10;

/** What belongs together reaches us within about this time, in ms of real time: a checkout sends a dozen events at once. */
const BURST = 150;

/**
 * Settles a root an event has just come for, once the rest of its burst is there: asked at the first of them, the
 * provider would be asked again for those that came meanwhile.
 */
export async function settleBurst(root: RootRef, arrived: Promise<unknown> = pause(BURST)): Promise<void> {
  await arrived;
  return settle(root);
}

/**
 * Settles everything that waits for a root: takes the lease, takes all waiting events, then syncs once.
 * Events that arrive meanwhile wait and are taken in the next round, so a burst of a dozen costs a few calls.
 */
export async function settle(root: RootRef): Promise<void> {
  // Once more after the release: an event that came between our last look and the release found the lease taken.
  do {
    const lease = await takeLease(root);
    if (lease === null) return;
    try {
      while ((await renewLease(lease)) && (await settleRound(lease))) {
        // the next round takes what came meanwhile
      }
    } finally {
      await releaseLease(lease);
    }
  } while (await isWaiting(root));
}

/** One round; false when nothing waited or the attempt failed (it is tried again after its backoff). */
async function settleRound(lease: Lease): Promise<boolean> {
  const eventIds = await takeEvents(lease);
  if (eventIds.length === 0) return false;
  try {
    const outcome = await sync(lease.provider, lease, {
      cause: `event:${eventIds[0]}`,
      complete: (tx, result) => complete(tx, lease, eventIds, result),
    });
    log().info({ root: lease.id, events: eventIds.length, outcome }, 'settled');
    return true;
  } catch (error) {
    if (error instanceof LeaseLost) return false;
    await fail(eventIds, error);
    return false;
  }
}

async function takeEvents(root: RootRef): Promise<string[]> {
  // `processing` under a lease we just took belongs to a worker that died: taken again.
  const rows = await db().$queryRaw<{ id: string }[]>`
    UPDATE "WebhookEvent" SET status = 'processing', attempts = attempts + 1
    WHERE provider = ${root.provider}::"Provider" AND mode = ${root.mode}::"Mode" AND "rootKind" = ${root.kind}
      AND "rootId" = ${root.id}
      AND (status IN ('received', 'processing') OR (status = 'failed' AND "nextAttemptAt" <= now()))
    RETURNING id`;
  return rows.map((row) => row.id);
}

async function complete(tx: Tx, lease: Lease, eventIds: string[], outcome: Outcome): Promise<void> {
  await assertLease(tx, lease);
  const foreign = outcome === 'foreign';
  await tx.webhookEvent.updateMany({
    where: { id: { in: eventIds } },
    data: {
      status: foreign ? 'ignored' : 'processed',
      reason: foreign ? 'foreign' : outcome,
      processedAt: new Date(),
      error: null,
    },
  });
}

async function fail(eventIds: string[], error: unknown): Promise<void> {
  const message = withoutNul(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error');
  const failed = await db().$queryRaw<{ id: string; type: string; dead: boolean }[]>`
    UPDATE "WebhookEvent" SET
      status = CASE WHEN attempts >= ${MAX_ATTEMPTS} THEN 'dead' ELSE 'failed' END::"EventStatus",
      error = ${message.slice(0, 500)},
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 5 * power(2, attempts)::int))
    WHERE id = ANY(${eventIds}) AND status = 'processing'
    RETURNING id, type, status::text = 'dead' AS dead`;
  log().error({ err: error, events: eventIds.length }, 'settling failed');
  for (const event of failed.filter((row) => row.dead)) {
    await raiseAlert(db(), `dead-event:${event.id}`, 'dead event', { eventId: event.id, type: event.type, message });
  }
}

async function isWaiting(root: RootRef): Promise<boolean> {
  const waiting = await db().webhookEvent.findFirst({
    where: { provider: root.provider, mode: root.mode, rootKind: root.kind, rootId: root.id, status: 'received' },
    select: { id: true },
  });
  return waiting !== null;
}

/** Roots that have something due, oldest first: what a crash, a failure or a full machine left. */
export async function waitingRoots(mode: Mode, max = 100): Promise<RootRef[]> {
  return db().$queryRaw<{ provider: Provider; mode: Mode; kind: RootKind; id: string }[]>`
    SELECT event.provider, event.mode, event."rootKind" AS kind, event."rootId" AS id
    FROM "WebhookEvent" event
    LEFT JOIN "RootLease" lease ON (lease.provider, lease.mode, lease."rootKind", lease."rootId")
      = (event.provider, event.mode, event."rootKind", event."rootId") AND lease.until > now()
    WHERE event.mode = ${mode}::"Mode" AND event."rootKind" IS NOT NULL AND lease.token IS NULL
      AND (event.status IN ('received', 'processing') OR (event.status = 'failed' AND event."nextAttemptAt" <= now()))
    GROUP BY 1, 2, 3, 4 ORDER BY min(event."receivedAt") LIMIT ${max}`;
}
