import { isDatabaseUnavailable, isTransactionTimeout } from '@/lib/db-errors';
import { WorkspaceBusy } from '../lock';
import { ProviderDenied, ProviderForbidden, ProviderUnavailable, ProviderUnknown } from '../providers/errors';

/** The provider, our database, or a workspace's lock was unavailable; the event isn't the cause. */
export interface Outage {
  readonly error: Error;
  /** Seconds the provider told us to wait; null if it didn't say. */
  readonly retryAfter: number | null;
  /** Everything else would fail the same way: a rate limit, a rejected key, our own database. */
  readonly total: boolean;
  /** Our database or a lock: it says nothing about the provider. */
  readonly ours: boolean;
  /** The provider answers: it only forbids this to our key. */
  readonly answers: boolean;
}

/** Null for a failure on our side: the provider responded, but we couldn't process the response. */
export function outageOf(error: unknown): Outage | null {
  const away = { retryAfter: null, total: false, ours: false, answers: false };
  if (error instanceof ProviderForbidden) return { ...away, error, answers: true };
  if (error instanceof ProviderUnavailable) {
    const { retryAfter } = error;
    return { ...away, error, retryAfter, total: retryAfter !== null || error instanceof ProviderDenied };
  }
  if (error instanceof ProviderUnknown) return { ...away, error };
  if (!(error instanceof Error)) return null;
  const ours = { ...away, ours: true };
  if (error.cause instanceof WorkspaceBusy) return { ...ours, error };
  if (!isDatabaseUnavailable(error)) return null;
  return { ...ours, error, total: !isTransactionTimeout(error) };
}

/** A provider that fails for this many targets in a row is away. */
const MAX_IN_A_ROW = 3;
/** So is one that took this long (ms, real time) to fail once: it doesn't answer. */
const NO_ANSWER = 10_000;

/** A function that takes the outcome of each target in turn and returns whether the provider seems to be away. */
export function awayAfter(): (outage: Outage | null, tookMs?: number) => outage is Outage {
  let inARow = 0;
  return (outage, tookMs = 0): outage is Outage => {
    if (outage === null || outage.answers) inARow = 0;
    if (outage === null || outage.ours || outage.answers) return outage?.total === true;
    inARow += 1;
    return outage.total || inARow >= MAX_IN_A_ROW || tookMs > NO_ANSWER;
  };
}
