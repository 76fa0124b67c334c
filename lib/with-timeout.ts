import { setTimeout } from 'node:timers/promises';

/**
 * Does `work`, and raises a `TimeoutError` when it takes longer than `milliseconds` of real time, also when it does not
 * listen to its signal. A signal alone is not enough for `fetch`: after a garbage collection Node no longer hands it on
 * to an answer whose body is being read (github.com/nodejs/undici/issues/3644).
 */
export async function withTimeout<T>(milliseconds: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const over = new AbortController();
  const late = async (): Promise<never> => {
    await setTimeout(milliseconds, undefined, { signal: over.signal });
    throw new DOMException(`took longer than ${milliseconds / 1000} seconds`, 'TimeoutError');
  };
  try {
    return await Promise.race([work(over.signal), late()]);
  } finally {
    over.abort();
  }
}
