import { setTimeout } from 'node:timers/promises';
import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import type { Mode, Provider } from '../types';
import { ProviderRateLimited } from './errors';

/** Maximum seconds that a request waits for its turn; after that, the caller has to come back later. */
const LONGEST_WAIT = 5;
/** Seconds' worth of requests that may be sent in a burst after a quiet period. */
const BURST = 1;
/** Seconds to pause when a provider says we're sending too many requests but not how long to wait. */
const REST = 1;
/** A `Retry-After` longer than this is ignored, in seconds. */
const LONGEST_REST = 3_600;

interface RateLimit {
  readonly mode: Mode;
  readonly perSecond: number;
}
const limits = new Map<Provider, RateLimit>();

/** Sets how many requests per second all processes combined may send to a provider; null for no limit. */
export function setRateLimit(provider: Provider, mode: Mode, perSecond: number | null): void {
  if (perSecond === null) limits.delete(provider);
  else limits.set(provider, { mode, perSecond });
}

/**
 * Calls a provider when it's our turn: a token bucket in PostgreSQL (as in the generic cell rate algorithm), so all
 * processes share one limit. If the provider reports too many requests, all of them pause for as long as it says, and
 * continue without a burst.
 * Throws `ProviderRateLimited` if the wait is too long; nothing has been sent then. Never called in a transaction.
 */
export async function throttled<T>(provider: Provider, call: () => Promise<T>): Promise<T> {
  const limit = limits.get(provider);
  if (limit === undefined) return call();
  await takeTurn(provider, limit);
  try {
    return await call();
  } catch (error) {
    if (error instanceof ProviderRateLimited) await rest(provider, limit, error.retryAfter ?? REST);
    throw error;
  }
}

async function takeTurn(provider: Provider, { mode, perSecond }: RateLimit): Promise<void> {
  const [turn] = await prepared<{ wait: number }>(
    'turn',
    Prisma.sql`
    INSERT INTO "ProviderPace" AS throttle (provider, mode, "busyUntil")
    VALUES (${provider}::"Provider", ${mode}::"Mode", now() + make_interval(secs => ${1 / perSecond}::float8))
    ON CONFLICT (provider, mode) DO UPDATE
      SET "busyUntil" = make_interval(secs => ${1 / perSecond}::float8)
        + greatest(throttle."busyUntil", now(), throttle."restUntil" + make_interval(secs => ${BURST}))
      WHERE throttle."busyUntil" < now() + make_interval(secs => ${LONGEST_WAIT})
        AND (throttle."restUntil" IS NULL OR throttle."restUntil" < now() + make_interval(secs => ${LONGEST_WAIT}))
    RETURNING (extract(epoch FROM throttle."busyUntil" - now()) - ${BURST})::float8 AS wait`,
  );
  if (turn === undefined) throw await crowded(provider, mode);
  if (turn.wait > 0) await setTimeout(turn.wait * 1000);
}

async function crowded(provider: Provider, mode: Mode): Promise<ProviderRateLimited> {
  const [row] = await db().$queryRaw<{ wait: number | null }[]>`
    SELECT extract(epoch FROM "restUntil" - now())::float8 AS wait FROM "ProviderPace"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode"`;
  const retryAfter = Math.max(1, Math.ceil(row?.wait ?? LONGEST_WAIT));
  return new ProviderRateLimited(`Too many requests to ${provider}; retry in ${retryAfter} seconds`, {
    retryAfter,
  });
}

async function rest(provider: Provider, { mode }: RateLimit, seconds: number): Promise<void> {
  await db().$executeRaw`
    UPDATE "ProviderPace"
    SET "restUntil" = greatest("restUntil", now() + make_interval(secs => ${Math.min(seconds, LONGEST_REST)}))
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode"`;
}
