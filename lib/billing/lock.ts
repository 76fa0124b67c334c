import { setTimeout } from 'node:timers/promises';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';
import { Prisma } from '@/lib/generated/prisma/client';

/** Pauses between two tries in ms of real time, growing; and the longest wait in total. */
const PAUSE = { first: 10, longest: 200, total: 10_000 } as const;
/** Seconds after which a request that waited in vain may be repeated. */
const RETRY_AFTER = 2;

interface Options {
  readonly maxWait?: number;
  readonly timeout?: number;
}

/** Another transaction holds the lock of this workspace. The transaction ends, and its connection is free while we wait. */
export class WorkspaceBusy extends Error {
  override readonly name = 'WorkspaceBusy';

  constructor(readonly workspaceId: string) {
    super(`The money of workspace ${workspaceId} is being worked on`);
  }
}

/** Takes the lock under which one workspace’s money is settled, until the transaction ends. Only inside `underLock`. */
export async function lockWorkspace(tx: Tx, workspaceId: string): Promise<void> {
  const [row] = await tx.$queryRaw<LockRow[]>`SELECT ${lockColumn(Prisma.sql`${workspaceId}`)}`;
  assertTaken(workspaceId, row);
}

/** What `lockColumn` selects. */
export interface LockRow {
  readonly taken: boolean;
}

/**
 * The lock as a column, `taken`, of a statement that finds the workspace. Only inside `underLock`; what the statement reads may
 * be from before the lock.
 */
export function lockColumn(workspaceId: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`pg_try_advisory_xact_lock(hashtextextended('billing:' || ${workspaceId}::text, 0)) AS taken`;
}

/** Raises `WorkspaceBusy` when another transaction has the lock. */
export function assertTaken(workspaceId: string, row: LockRow | undefined): void {
  if (row?.taken !== true) throw new WorkspaceBusy(workspaceId);
}

/**
 * Runs a transaction that takes a workspace's lock with `lockWorkspace` or `lockColumn`, and restarts it while another transaction holds the lock. No
 * connection is held meanwhile, so one workspace's hundred requests don't keep others from the database. Raises
 * request/too-many (429), caused by `WorkspaceBusy`, when the lock is not free within ten seconds.
 */
export async function underLock<T>(work: (tx: Tx) => Promise<T>, options: Options = {}): Promise<T> {
  const until = Date.now() + PAUSE.total;
  const attempt = () => db().$transaction(work, options);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof WorkspaceBusy)) throw error;
    return inLine(error.workspaceId, () => attemptUntil(until, attempt));
  }
}

async function attemptUntil<T>(until: number, attempt: () => Promise<T>): Promise<T> {
  for (let pause: number = PAUSE.first; ; pause = Math.min(2 * pause, PAUSE.longest)) {
    try {
      return await attempt();
    } catch (cause) {
      if (!(cause instanceof WorkspaceBusy)) throw cause;
      if (Date.now() >= until) throw appError('request/too-many', { retryAfter: RETRY_AFTER, cause });
      await setTimeout(pause);
    }
  }
}

/** Who waits last for each workspace's lock in this process: only the first in line asks the database. */
const lines = new Map<string, Promise<unknown>>();

async function inLine<T>(workspaceId: string, work: () => Promise<T>): Promise<T> {
  const mine = (lines.get(workspaceId) ?? Promise.resolve()).then(work);
  const over = mine.then(nothing, nothing);
  lines.set(workspaceId, over);
  try {
    return await mine;
  } finally {
    if (lines.get(workspaceId) === over) lines.delete(workspaceId);
  }
}

function nothing(): void {}
