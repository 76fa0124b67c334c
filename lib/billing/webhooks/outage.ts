import { isDatabaseUnavailable } from '@/lib/db-errors';
import { ProviderDenied, ProviderUnavailable, ProviderUnknown } from '../providers/errors';

/** Nobody could be asked, or nothing could be written, and the event is not the reason. */
export interface Outage {
  readonly error: Error;
  /** Seconds the provider asked us to wait; null when it did not say. */
  readonly retryAfter: number | null;
  /** Everything else would fail in the same way: a rate limit, a refused key, our own database. */
  readonly total: boolean;
}

/** Null for a failure of our own: the provider answered, and we could not make anything of it. */
export function outageOf(error: unknown): Outage | null {
  if (error instanceof ProviderUnavailable) {
    const { retryAfter } = error;
    return { error, retryAfter, total: retryAfter !== null || error instanceof ProviderDenied };
  }
  if (error instanceof ProviderUnknown) return { error, retryAfter: null, total: false };
  return error instanceof Error && isDatabaseUnavailable(error) ? { error, retryAfter: null, total: true } : null;
}
