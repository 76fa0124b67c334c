import { setTimeout as pause } from 'node:timers/promises';
import { ProviderDenied, ProviderUnavailable } from '../providers/errors';

/** The longest wait that is sat out within a run, in seconds; a longer one ends the run, and the next goes on. */
const LONGEST_WAIT = 30;
/** Seconds to wait when the provider does not say how long. */
const SHORT_WAIT = 1;

/** Asks, and once more after the pause the provider asks for. Raises what the second try raises. */
export async function askTwice<T>(ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ProviderUnavailable) || error instanceof ProviderDenied) throw error;
    const seconds = error.retryAfter ?? SHORT_WAIT;
    if (seconds > LONGEST_WAIT) throw error;
    await pause(seconds * 1000);
    return ask();
  }
}
