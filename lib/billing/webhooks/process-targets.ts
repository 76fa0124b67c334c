import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { awayAfter } from './outage';
import { processTarget } from './process-target';

/** A provider that took this long (ms, real time) to fail once doesn't answer. */
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
  const seemsAway = awayAfter();
  let isAway = false;
  let reached = true;
  let complete = true;
  let until = Number.POSITIVE_INFINITY;
  // All workers share the same iterator.
  const left = targets.values();
  const next = async (): Promise<boolean> => {
    const { value: target } = isAway ? { value: undefined } : left.next();
    if (target === undefined) return false;
    if (Date.now() >= until) {
      complete = false;
      return false;
    }
    let began = 0;
    const outage = await withConcurrencyLimit(target.provider, () => {
      began = Date.now();
      return processTarget(target);
    });
    reached = outage === null;
    if (seemsAway(outage) || (!reached && Date.now() - began > NO_ANSWER)) isAway = true;
    return true;
  };
  const worker = async (): Promise<void> => {
    while (await next());
  };
  await next();
  until = Date.now() + seconds * 1000;
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { reached: reached && !isAway, complete };
}
