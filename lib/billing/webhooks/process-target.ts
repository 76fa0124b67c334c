import { db, type Tx } from '@/lib/db';
import { log } from '@/lib/log';
import { traced } from '@/lib/tracing/span';
import { resolution } from '../ledger/alerts';
import { type SyncOutcome, sync } from '../ledger/sync';
import type { SyncTargetKind } from '../providers/snapshots';
import type { Mode, Provider } from '../types';
import { deadAlertKey, recordFailure } from './failure';
import {
  dueFor,
  type Lease,
  LeaseLost,
  releaseLease,
  releasing,
  type SyncTargetRef,
  takeLease,
  whileLeased,
} from './lease';
import { type Outage, outageOf } from './outage';

/**
 * Processes everything waiting for a target: takes the lease with all waiting events, syncs once, and releases the lease
 * in the same transaction. Events that arrive in the meantime wait for the next round, so a burst of a dozen costs only
 * a few calls. Returns the outage that prevented this, otherwise null.
 */
export async function processTarget(target: SyncTargetRef): Promise<Outage | null> {
  // Events that arrived while the lease was held take another round.
  for (;;) {
    const lease = await takeLease(target);
    if (lease === null) return null;
    const { provider, kind, id } = target;
    const round = await traced('webhook.process', { provider, kind, id }, () =>
      whileLeased(lease, () => processRound(lease)),
    );
    if (round !== 'more') return round;
  }
}

async function processRound(lease: Lease): Promise<Outage | 'more' | null> {
  const { eventIds } = lease;
  let more = false;
  try {
    const outcome = await sync(lease.provider, lease, {
      cause: `event:${eventIds[0]}`,
      ticket: lease.ticket,
      complete: async (tx, result) => {
        more = await complete(tx, lease, result);
      },
    });
    log().info({ root: lease.id, events: eventIds.length, outcome }, 'settled');
    return more ? 'more' : null;
  } catch (error) {
    // Another worker has the lease, and our events.
    if (error instanceof LeaseLost) return 'more';
    const outage = outageOf(error);
    try {
      await recordFailure(lease, eventIds, error, outage);
    } finally {
      await releaseLease(lease);
    }
    // Our own failure says nothing about events that arrived meanwhile.
    return outage ?? 'more';
  }
}

/** Finishes the events. Returns whether others arrived meanwhile, whose own workers found the lease taken. */
async function complete(tx: Tx, lease: Lease, outcome: SyncOutcome): Promise<boolean> {
  const foreign = outcome === 'foreign';
  // Of a foreign customer we keep none of the payload.
  const [released] = await tx.$queryRaw<{ more: boolean }[]>`
    WITH released AS (${releasing(lease)}),
      resolved AS (${resolution(lease.eventIds.map(deadAlertKey), 'processed')}),
      processed AS (
        UPDATE "WebhookEvent" SET status = ${foreign ? 'ignored' : 'processed'}::"EventStatus", reason = ${outcome},
          "processedAt" = clock_timestamp(), error = NULL,
          payload = CASE WHEN ${foreign} THEN '{}' ELSE payload END
        WHERE id = ANY(${[...lease.eventIds]}))
    SELECT EXISTS (SELECT 1 FROM "WebhookEvent" WHERE ${dueFor(lease)} AND id <> ALL(${[...lease.eventIds]})) AS more
    FROM released`;
  if (released === undefined) throw new LeaseLost(`The lease on ${lease.kind} ${lease.id} is no longer held`);
  return released.more;
}

/** Targets of a provider in one round: operations and emails don't wait for more. */
export const MAX_TARGETS = 100;

/** Due events that are read to find the targets they're waiting for: a backlog of any size costs no more than this. */
const LOOKED_AT = 500;

export interface WaitingTarget extends SyncTargetRef {
  /** How many of the events that were read wait for it. */
  readonly events: number;
}

/** Whether more may wait than was read. */
export function mayBeMore(targets: readonly WaitingTarget[]): boolean {
  return targets.length >= MAX_TARGETS || targets.reduce((sum, { events }) => sum + events, 0) >= LOOKED_AT;
}

/** A provider's targets with something due, longest waiting first: left by a crash, a failure, or an overloaded machine. */
export async function waitingTargets(mode: Mode, provider: Provider, max = MAX_TARGETS): Promise<WaitingTarget[]> {
  return db().$queryRaw<{ provider: Provider; mode: Mode; kind: SyncTargetKind; id: string; events: number }[]>`
    SELECT provider, mode, "rootKind" AS kind, "rootId" AS id, count(*)::int AS events
    FROM (
      SELECT event.provider, event.mode, event."rootKind", event."rootId", event."nextAttemptAt"
      FROM "WebhookEvent" event
      WHERE event.mode = ${mode}::"Mode" AND event.provider = ${provider}::"Provider"
        AND event.status IN ('received', 'processing', 'failed')
        AND event."nextAttemptAt" <= now() AND event."rootKind" IS NOT NULL
        AND NOT EXISTS (
          SELECT 1 FROM "RootLease" lease
          WHERE lease.provider = event.provider AND lease.mode = event.mode AND lease."rootKind" = event."rootKind"
            AND lease."rootId" = event."rootId" AND lease.until > now())
      ORDER BY event."nextAttemptAt" LIMIT ${LOOKED_AT}) due
    GROUP BY 1, 2, 3, 4 ORDER BY min("nextAttemptAt") LIMIT ${max}`;
}
