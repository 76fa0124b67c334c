import { randomUUID } from 'node:crypto';
import { db, type Tx } from '@/lib/db';
import type { Root } from './providers/contract';
import type { Mode, Provider } from './types';

/** Longer than any fetch with its retries takes; a worker that dies loses the root after this many seconds, real time. */
const LEASE_SECONDS = 60;

export interface RootRef extends Root {
  readonly provider: Provider;
  readonly mode: Mode;
}

export interface Lease extends RootRef {
  readonly token: string;
}

/** The lease ran out and may be somebody else's by now; what was about to be written is not. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

/** Takes the lease on a root, or null when somebody holds it. */
export async function takeLease(root: RootRef): Promise<Lease | null> {
  const token = randomUUID();
  const taken = await db().$executeRaw`
    INSERT INTO "RootLease" (provider, mode, "rootKind", "rootId", token, until)
    VALUES (${root.provider}::"Provider", ${root.mode}::"Mode", ${root.kind}, ${root.id}, ${token},
            now() + make_interval(secs => ${LEASE_SECONDS}))
    ON CONFLICT (provider, mode, "rootKind", "rootId") DO UPDATE SET token = excluded.token, until = excluded.until
    WHERE "RootLease".until < now()`;
  return taken === 1 ? { ...root, token } : null;
}

/** Proves, inside the transaction that completes the work, that the lease is still held, and keeps it so until commit. */
export async function assertLease(tx: Tx, lease: Lease): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "RootLease" WHERE provider = ${lease.provider}::"Provider" AND mode = ${lease.mode}::"Mode"
      AND "rootKind" = ${lease.kind} AND "rootId" = ${lease.id} AND token = ${lease.token} AND until > now() FOR UPDATE`;
  if (held.length === 0) throw new LeaseLost(`The lease on ${lease.kind} ${lease.id} is no longer held`);
}

/** Prolongs a lease between two rounds of the same holder. */
export async function renewLease(lease: Lease): Promise<boolean> {
  const renewed = await db().$executeRaw`
    UPDATE "RootLease" SET until = now() + make_interval(secs => ${LEASE_SECONDS})
    WHERE provider = ${lease.provider}::"Provider" AND mode = ${lease.mode}::"Mode"
      AND "rootKind" = ${lease.kind} AND "rootId" = ${lease.id} AND token = ${lease.token}`;
  return renewed === 1;
}

export async function releaseLease(lease: Lease): Promise<void> {
  await db().rootLease.deleteMany({
    where: {
      provider: lease.provider,
      mode: lease.mode,
      rootKind: lease.kind,
      rootId: lease.id,
      token: lease.token,
    },
  });
}
