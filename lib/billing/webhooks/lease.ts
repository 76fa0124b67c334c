import { randomUUID } from 'node:crypto';
import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import type { SyncTarget } from '../providers/snapshots';
import type { Mode, Provider } from '../types';

/** A dead worker's target is free after this many seconds, real time. */
const LEASE_SECONDS = 60;
/** How often a worker extends its lease, in ms: a provider that answers slowly may take minutes. */
const EXTEND_EVERY = 20_000;

export interface SyncTargetRef extends SyncTarget {
  readonly provider: Provider;
  readonly mode: Mode;
}

/** The right to process a target, with the events that were waiting for it when the lease was taken. */
export interface Lease extends SyncTargetRef {
  readonly token: string;
  readonly eventIds: readonly string[];
  /** Orders the sync's writes: drawn after these events arrived, and before anything is fetched. */
  readonly ticket: bigint;
}

/** Another worker holds the lease now; pending writes are rolled back. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/**
 * Takes the lease on a target and everything waiting for it, in one statement. Null if nothing is waiting, or another
 * worker holds the lease: that worker looks for more when it releases it.
 */
export async function takeLease(target: SyncTargetRef): Promise<Lease | null> {
  for (;;) {
    const token = randomUUID();
    const [row] = await prepared<{ leased: boolean; ids: string[]; ticket: bigint }>('lease', claimOf(target, token));
    if (row?.leased !== true) return null;
    const lease = { ...target, token, eventIds: row.ids, ticket: row.ticket };
    if (row.ids.length > 0) return lease;
    // The previous worker processed all of them while we waited for its commit.
    await releaseLease(lease);
  }
}

/** The events that wait for a target. Under its lease, one in `processing` is of a worker that died. */
export function dueFor({ provider, mode, kind, id }: SyncTargetRef): Prisma.Sql {
  return Prisma.sql`
    provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND "rootKind" = ${kind} AND "rootId" = ${id}
    AND (status IN ('received', 'processing') OR (status = 'failed' AND "nextAttemptAt" <= now()))`;
}

function claimOf(target: SyncTargetRef, token: string): Prisma.Sql {
  const { provider, mode, kind, id } = target;
  const due = dueFor(target);
  return Prisma.sql`
    WITH lease AS (
      INSERT INTO "RootLease" (provider, mode, "rootKind", "rootId", token, until)
      SELECT ${provider}::"Provider", ${mode}::"Mode", ${kind}, ${id}, ${token},
        now() + make_interval(secs => ${LEASE_SECONDS})
      WHERE EXISTS (SELECT 1 FROM "WebhookEvent" WHERE ${due})
      ON CONFLICT (provider, mode, "rootKind", "rootId") DO UPDATE SET token = excluded.token, until = excluded.until
      WHERE "RootLease".until < now()
      RETURNING token
    ), taken AS (
      UPDATE "WebhookEvent" SET status = 'processing', attempts = attempts + 1
      WHERE ${due} AND EXISTS (SELECT 1 FROM lease)
      RETURNING id
    )
    SELECT EXISTS (SELECT 1 FROM lease) AS leased, (SELECT coalesce(json_agg(id), '[]') FROM taken) AS ids,
      nextval('sync_ticket') AS ticket`;
}

/**
 * Releases the lease in the transaction that completes the work: part of its last statement. Returns a row only if no other
 * worker has taken it, even after it expired. Until the commit, other workers wait for the target.
 */
export function releasing(lease: Lease): Prisma.Sql {
  return Prisma.sql`DELETE FROM "RootLease" WHERE ${mine(lease)} RETURNING token`;
}

/** Does work that may take long, and extends the lease meanwhile. */
export async function whileLeased<T>(lease: Lease, work: () => Promise<T>): Promise<T> {
  // If one extension fails, the next one may succeed; if none does, the lease expires.
  const timer = setInterval(() => void extend(lease).catch(() => null), EXTEND_EVERY);
  try {
    return await work();
  } finally {
    clearInterval(timer);
  }
}

function extend(lease: Lease): Promise<number> {
  return db().$executeRaw`
    UPDATE "RootLease" SET until = now() + make_interval(secs => ${LEASE_SECONDS}) WHERE ${mine(lease)}`;
}

/** Releases the lease after a failure. False if another worker has taken it in the meantime. */
export async function releaseLease(lease: Lease): Promise<boolean> {
  return (await db().$executeRaw`DELETE FROM "RootLease" WHERE ${mine(lease)}`) > 0;
}

function mine({ provider, mode, kind, id, token }: Lease): Prisma.Sql {
  return Prisma.sql`provider = ${provider}::"Provider" AND mode = ${mode}::"Mode"
    AND "rootKind" = ${kind} AND "rootId" = ${id} AND token = ${token}`;
}
