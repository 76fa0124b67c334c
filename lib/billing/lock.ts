import { setTimeout } from 'node:timers/promises';
import { db, type Tx } from '@/lib/db';
import { appError } from '@/lib/errors';

/** Pauses between two tries in ms of real time, growing; and the longest wait in total. */
const PAUSE = { first: 10, longest: 200, total: 10_000 } as const;
/** Seconds after which a request that waited in vain may be repeated. */
const RETRY_AFTER = 2;

interface Options {
  readonly maxWait?: number;
  readonly timeout?: number;
}

/** Another transaction holds the lock of this user. The transaction ends, and its connection is free while we wait. */
class UserBusy extends Error {
  override readonly name = 'UserBusy';

  constructor(readonly userId: string) {
    super(`The money of user ${userId} is being worked on`);
  }
}

/** Takes the lock under which one customer's money is settled, until the transaction ends. Only inside `underLock`. */
export async function lockUser(tx: Tx, userId: string): Promise<void> {
  const [row] = await tx.$queryRaw<{ taken: boolean }[]>`
    SELECT pg_try_advisory_xact_lock(hashtextextended(${`billing:${userId}`}, 0)) AS taken`;
  if (row?.taken !== true) throw new UserBusy(userId);
}

/**
 * Runs a transaction that takes a user's lock with `lockUser`, and restarts it while another transaction holds the lock. No
 * connection is held meanwhile, so one customer's hundred requests don't keep others from the database. Raises
 * request/too-many (429) when the lock is not free within ten seconds.
 */
export async function underLock<T>(work: (tx: Tx) => Promise<T>, options: Options = {}): Promise<T> {
  const until = Date.now() + PAUSE.total;
  const attempt = () => db().$transaction(work, options);
  try {
    return await attempt();
  } catch (error) {
    if (!(error instanceof UserBusy)) throw error;
    return inLine(error.userId, () => attemptUntil(until, attempt));
  }
}

async function attemptUntil<T>(until: number, attempt: () => Promise<T>): Promise<T> {
  for (let pause: number = PAUSE.first; Date.now() < until; pause = Math.min(2 * pause, PAUSE.longest)) {
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof UserBusy)) throw error;
      await setTimeout(pause);
    }
  }
  throw appError('request/too-many', { retryAfter: RETRY_AFTER });
}

/** Who waits last for each user's lock in this process: only the first in line asks the database. */
const lines = new Map<string, Promise<unknown>>();

async function inLine<T>(userId: string, work: () => Promise<T>): Promise<T> {
  const mine = (lines.get(userId) ?? Promise.resolve()).then(work);
  const over = mine.then(nothing, nothing);
  lines.set(userId, over);
  try {
    return await mine;
  } finally {
    if (lines.get(userId) === over) lines.delete(userId);
  }
}

function nothing(): void {}
