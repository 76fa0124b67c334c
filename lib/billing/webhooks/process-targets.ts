import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { processTarget } from './process-target';

/** A provider that fails for this many targets in a row is skipped until the next round. */
const MAX_IN_A_ROW = 3;
/** So is one that took this long (ms, real time) to fail once: it doesn't answer. */
const NO_ANSWER = 10_000;
/** Targets processed in parallel; most of the time is spent waiting for a provider. */
const AT_ONCE = 3;

export interface Processed {
  /** False if a provider failed last, so that a further round now would fail, too. */
  readonly reached: boolean;
  /** False if the time was over before all targets were begun. */
  readonly complete: boolean;
}

/**
 * Processes targets, each provider's on their own, so that one that is away or slow doesn't delay the others. Besides each
 * provider's first one, begins none after so many seconds of real time.
 */
export async function processTargets(
  targets: readonly SyncTargetRef[],
  seconds = Number.POSITIVE_INFINITY,
): Promise<Processed> {
  const providers = [...new Set(targets.map(({ provider }) => provider))];
  const done = await Promise.all(
    providers.map((provider) =>
      processProvider(
        targets.filter((target) => target.provider === provider),
        seconds,
      ),
    ),
  );
  return { reached: done.every(({ reached }) => reached), complete: done.every(({ complete }) => complete) };
}

/**
 * Processes a provider's targets, a few in parallel, but the first one alone. If the provider doesn't answer, fails several
 * times in a row, rejects our key, or asks us to wait, the remaining targets are skipped: their events stay due and are
 * taken in a later round.
 */
async function processProvider(targets: readonly SyncTargetRef[], seconds: number): Promise<Processed> {
  let failures = 0;
  let complete = true;
  let until = Number.POSITIVE_INFINITY;
  // All workers share the same iterator.
  const left = targets.values();
  const next = async (): Promise<boolean> => {
    const { value: target } = failures < MAX_IN_A_ROW ? left.next() : { value: undefined };
    if (target === undefined) return false;
    if (Date.now() >= until) {
      complete = false;
      return false;
    }
    const began = Date.now();
    const outage = await withConcurrencyLimit(target.provider, () => processTarget(target));
    const isAway = outage?.total === true || Date.now() - began > NO_ANSWER;
    failures = outage === null ? 0 : isAway ? MAX_IN_A_ROW : failures + 1;
    return true;
  };
  const worker = async (): Promise<void> => {
    while (await next());
  };
  await next();
  until = Date.now() + seconds * 1000;
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { reached: failures === 0, complete };
}
