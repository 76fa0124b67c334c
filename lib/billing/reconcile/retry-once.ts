import { setTimeout as pause } from 'node:timers/promises';
import { ProviderDenied, ProviderUnavailable } from '../providers/errors';

/** The longest pause within a run, in seconds; a longer one ends the run, and the next one continues. */
const LONGEST_WAIT = 30;
/** Seconds to wait if the provider doesn't say how long. */
const SHORT_WAIT = 1;

/** Tries, then retries once after the pause that the provider requests. Throws what the second attempt throws. */
export async function retryOnce<T>(call: () => Promise<T>): Promise<T> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof ProviderUnavailable) || error instanceof ProviderDenied) throw error;
    const seconds = error.retryAfter ?? SHORT_WAIT;
    if (seconds > LONGEST_WAIT) throw error;
    await pause(seconds * 1000);
    return call();
  }
}
