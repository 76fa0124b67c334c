import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { processTarget } from './process-target';

/** A provider that fails for this many targets in a row is skipped until the next round. */
const MAX_IN_A_ROW = 3;
/** Targets processed in parallel; most of the time is spent waiting for a provider. */
const AT_ONCE = 3;

export interface Processed {
  /** False if a provider failed last, so that a further round now would fail, too. */
  readonly reached: boolean;
  /** False if the time was over before all targets were begun. */
  readonly complete: boolean;
}

/**
 * Processes targets, each provider's on their own, so that one that is away or slow doesn't delay the others. Begins none after
 * `until` (ms since the epoch, real time).
 */
export async function processTargets(
  targets: readonly SyncTargetRef[],
  until = Number.POSITIVE_INFINITY,
): Promise<Processed> {
  const providers = [...new Set(targets.map(({ provider }) => provider))];
  const done = await Promise.all(
    providers.map((provider) =>
      processProvider(
        targets.filter((target) => target.provider === provider),
        until,
      ),
    ),
  );
  return { reached: done.every(({ reached }) => reached), complete: done.every(({ complete }) => complete) };
}

/**
 * Processes a provider's targets, a few in parallel. Once the first one, or several in a row, can't be read because the
 * provider is unavailable, rejects our key, or asks us to wait, the remaining targets are skipped: their events stay due and
 * are taken in a later round.
 */
async function processProvider(targets: readonly SyncTargetRef[], until: number): Promise<Processed> {
  let failures = 0;
  let complete = true;
  // All workers share the same iterator.
  const left = targets.values();
  const next = async (): Promise<boolean> => {
    const { value: target } = failures < MAX_IN_A_ROW ? left.next() : { value: undefined };
    if (target === undefined) return false;
    if (Date.now() >= until) {
      complete = false;
      return false;
    }
    const outage = await withConcurrencyLimit(target.provider, () => processTarget(target));
    failures = outage === null ? 0 : outage.total ? MAX_IN_A_ROW : failures + 1;
    return true;
  };
  const worker = async (): Promise<void> => {
    while (await next());
  };
  await next();
  if (failures === 0) await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return { reached: failures === 0, complete };
}
