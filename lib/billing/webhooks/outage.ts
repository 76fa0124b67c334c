import { isDatabaseUnavailable, isTransactionTimeout } from '@/lib/db-errors';
import { ProviderDenied, ProviderUnavailable, ProviderUnknown } from '../providers/errors';

/** The provider or our database was unavailable; the event isn't the cause. */
export interface Outage {
  readonly error: Error;
  /** Seconds the provider told us to wait; null if it didn't say. */
  readonly retryAfter: number | null;
  /** Everything else would fail the same way: a rate limit, a rejected key, our own database. */
  readonly total: boolean;
}

/** Null for a failure on our side: the provider responded, but we couldn't process the response. */
export function outageOf(error: unknown): Outage | null {
  if (error instanceof ProviderUnavailable) {
    const { retryAfter } = error;
    return { error, retryAfter, total: retryAfter !== null || error instanceof ProviderDenied };
  }
  if (error instanceof ProviderUnknown) return { error, retryAfter: null, total: false };
  if (!(error instanceof Error && isDatabaseUnavailable(error))) return null;
  return { error, retryAfter: null, total: !isTransactionTimeout(error) };
}

/** A provider that fails for this many targets in a row is away. */
const MAX_IN_A_ROW = 3;

/** A function that takes the outcome of each target in turn and returns whether the provider seems to be away. */
export function awayAfter(): (outage: Outage | null) => outage is Outage {
  let inARow = 0;
  return (outage): outage is Outage => {
    inARow = outage === null ? 0 : inARow + 1;
    return outage !== null && (outage.total || inARow >= MAX_IN_A_ROW);
  };
}
