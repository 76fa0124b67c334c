import { setTimeout } from 'node:timers/promises';
import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import type { Mode, Provider } from '../types';
import { ProviderCrowded } from './errors';

/** Maximum seconds that a request waits for its turn; after that, the caller has to come back later. */
const LONGEST_WAIT = 5;
/** Seconds' worth of requests that may be sent in a burst after a quiet period. */
const BURST = 1;
/** Seconds to pause when a provider says we're sending too many requests but not how long to wait. */
const REST = 1;
/** A `Retry-After` longer than this is ignored, in seconds. */
const LONGEST_REST = 3_600;

interface Pace {
  readonly mode: Mode;
  readonly perSecond: number;
}
const paces = new Map<Provider, Pace>();

/** Sets how many requests per second all processes combined may send to a provider; null for no limit. */
export function setPace(provider: Provider, mode: Mode, perSecond: number | null): void {
  if (perSecond === null) paces.delete(provider);
  else paces.set(provider, { mode, perSecond });
}

/**
 * Calls a provider when it's our turn: a token bucket in PostgreSQL (as in the generic cell rate algorithm), so all
 * processes share one limit. If the provider reports too many requests, all of them pause for as long as it says.
 * Throws `ProviderCrowded` if the wait is too long; nothing has been sent then. Never called in a transaction.
 */
export async function paced<T>(provider: Provider, ask: () => Promise<T>): Promise<T> {
  const pace = paces.get(provider);
  if (pace === undefined) return ask();
  await takeTurn(provider, pace);
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ProviderCrowded) await rest(provider, pace, error.retryAfter ?? REST);
    throw error;
  }
}

async function takeTurn(provider: Provider, { mode, perSecond }: Pace): Promise<void> {
  const [turn] = await prepared<{ wait: number }>(
    'turn',
    Prisma.sql`
    INSERT INTO "ProviderPace" AS pace (provider, mode, "busyUntil")
    VALUES (${provider}::"Provider", ${mode}::"Mode", now() + make_interval(secs => ${1 / perSecond}::float8))
    ON CONFLICT (provider, mode) DO UPDATE
      SET "busyUntil" = greatest(pace."busyUntil", now()) + make_interval(secs => ${1 / perSecond}::float8)
      WHERE pace."busyUntil" < now() + make_interval(secs => ${LONGEST_WAIT})
        AND (pace."restUntil" IS NULL OR pace."restUntil" <= now())
    RETURNING (extract(epoch FROM pace."busyUntil" - now()) - ${BURST})::float8 AS wait`,
  );
  if (turn === undefined) throw await crowded(provider, mode);
  if (turn.wait > 0) await setTimeout(turn.wait * 1000);
}

async function crowded(provider: Provider, mode: Mode): Promise<ProviderCrowded> {
  const [row] = await db().$queryRaw<{ wait: number | null }[]>`
    SELECT extract(epoch FROM "restUntil" - now())::float8 AS wait FROM "ProviderPace"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode"`;
  const retryAfter = Math.max(1, Math.ceil(row?.wait ?? LONGEST_WAIT));
  return new ProviderCrowded(`Too many requests to ${provider}; retry in ${retryAfter} seconds`, {
    retryAfter,
  });
}

async function rest(provider: Provider, { mode }: Pace, seconds: number): Promise<void> {
  await db().$executeRaw`
    UPDATE "ProviderPace"
    SET "restUntil" = greatest("restUntil", now() + make_interval(secs => ${Math.min(seconds, LONGEST_REST)}))
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode"`;
}
