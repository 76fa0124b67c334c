import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { awayAfter } from './outage';
import { processTarget } from './process-target';

/** Targets processed in parallel; most of the time is spent waiting for a provider. */
const AT_ONCE = 3;

/**
 * Processes targets, each provider's on their own, so that one that is away or slow doesn't delay the others. Besides each
 * provider's first one, begins none after so many seconds of real time. Returns false if a provider failed last, so that a
 * further round now would fail, too.
 */
export async function processTargets(
  targets: readonly SyncTargetRef[],
  seconds = Number.POSITIVE_INFINITY,
): Promise<boolean> {
  const providers = [...new Set(targets.map(({ provider }) => provider))];
  const reached = await Promise.all(
    providers.map((provider) =>
      processProvider(
        targets.filter((target) => target.provider === provider),
        seconds,
      ),
    ),
  );
  return reached.every(Boolean);
}

/**
 * Processes a provider's targets, a few in parallel, but the first one alone. If the provider doesn't answer, fails several
 * times in a row, rejects our key, or asks us to wait, the remaining targets are skipped: their events stay due and are
 * taken in a later round.
 */
async function processProvider(targets: readonly SyncTargetRef[], seconds: number): Promise<boolean> {
  const seemsAway = awayAfter();
  let isAway = false;
  let reached = true;
  let until = Number.POSITIVE_INFINITY;
  // All workers share the same iterator.
  const left = targets.values();
  const next = async (): Promise<boolean> => {
    const { value: target } = isAway || Date.now() >= until ? { value: undefined } : left.next();
    if (target === undefined) return false;
    let began = 0;
    const outage = await withConcurrencyLimit(target.provider, () => {
      began = Date.now();
      return processTarget(target);
    });
    reached = outage === null || outage.answers || (outage.ours && !outage.total);
    if (seemsAway(outage, Date.now() - began)) isAway = true;
    return true;
  };
  const worker = async (): Promise<void> => {
    while (await next());
  };
  await next();
  until = Date.now() + seconds * 1000;
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return reached && !isAway;
}
