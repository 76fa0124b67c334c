import 'server-only';
import { setTimeout as pause } from 'node:timers/promises';
import type { SqlDriverAdapter } from '@prisma/driver-adapter-utils';
import { databaseAdapter } from './db';
import { RETRY_SECONDS } from './db-errors';
import { appError } from './errors';

/** Milliseconds for a connection, and for each answer on it. Then the connection is closed, and the next check opens one. */
const ANSWER_WITHIN = 2_000;
/** Milliseconds that a check takes at most: load balancers give up after a few seconds. */
const LONGEST = 2_500;

// `next dev` reloads modules; a new connection each time would add up.
const globals = globalThis as typeof globalThis & { tollgateHealth?: Promise<SqlDriverAdapter> };

/** A question to the database that has no answer yet; its connection is closed if none comes. */
let asking: Promise<void> | undefined;

/**
 * Throws `database-unavailable` when the database doesn't answer within `LONGEST`. Uses a connection of its own: during a
 * burst all others are busy, and a load balancer would take the process for dead. Checks share one query, also one that
 * an earlier check gave up on, so that they don't add up.
 */
export async function assertHealthy(): Promise<void> {
  asking ??= ask().finally(() => {
    asking = undefined;
  });
  const over = new AbortController();
  try {
    await Promise.race([asking, late(over.signal)]);
  } catch (error) {
    throw appError('database-unavailable', { cause: error, retryAfter: RETRY_SECONDS });
  } finally {
    over.abort();
  }
}

async function late(signal: AbortSignal): Promise<never> {
  await pause(LONGEST, undefined, { signal });
  throw new Error(`the database said nothing for ${LONGEST} ms`);
}

async function ask(): Promise<void> {
  globals.tollgateHealth ??= databaseAdapter({ max: 1, answerWithin: ANSWER_WITHIN }).connect();
  const connection = await globals.tollgateHealth;
  await connection.queryRaw({ sql: 'SELECT 1', args: [], argTypes: [] });
}
