import { setTimeout } from 'node:timers/promises';
import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import type { Mode, Provider } from '../types';
import { ProviderCrowded } from './errors';

/** Seconds that a request waits for its turn at most; a longer wait is said to whoever asks, who comes back later. */
const LONGEST_WAIT = 5;
/** Seconds of requests that may be sent at once after a quiet time. */
const BURST = 1;
/** Seconds to leave a provider alone that says we ask too often and not for how long. */
const REST = 1;
/** A longer `Retry-After` than this is not believed, in seconds. */
const LONGEST_REST = 3_600;

interface Pace {
  readonly mode: Mode;
  readonly perSecond: number;
}
const paces = new Map<Provider, Pace>();

/** Sets how many requests a second all processes together may send to a provider; null for any number. */
export function setPace(provider: Provider, mode: Mode, perSecond: number | null): void {
  if (perSecond === null) paces.delete(provider);
  else paces.set(provider, { mode, perSecond });
}

/**
 * Asks a provider once it is our turn: a token bucket in PostgreSQL (as in the generic cell rate algorithm), so that all
 * processes share one limit. When the provider says that we ask too often, all of them leave it alone for as long as it
 * wants. Raises `ProviderCrowded` when the wait is too long; nothing was sent then. Never called in a transaction.
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
  return new ProviderCrowded(`${provider} is asked too often; our next turn is in ${retryAfter} seconds`, {
    retryAfter,
  });
}

async function rest(provider: Provider, { mode }: Pace, seconds: number): Promise<void> {
  await db().$executeRaw`
    UPDATE "ProviderPace"
    SET "restUntil" = greatest("restUntil", now() + make_interval(secs => ${Math.min(seconds, LONGEST_REST)}))
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode"`;
}
