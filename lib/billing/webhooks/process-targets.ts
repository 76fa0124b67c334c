import type { Provider } from '../types';
import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { processTarget } from './process-target';

/** A provider that fails for this many targets in a row is skipped until the next round. */
const MAX_IN_A_ROW = 3;
/** Targets processed in parallel; most of the time is spent waiting for a provider. */
const AT_ONCE = 3;

/**
 * Processes targets, a few in parallel, but each provider's first one alone. If a provider is unavailable, rejects our
 * key, or asks us to wait, its remaining targets are skipped: their events stay due and are taken in a later round.
 * Returns false if a provider failed last, so that a further round now would fail, too.
 */
export async function processTargets(targets: readonly SyncTargetRef[]): Promise<boolean> {
  const failures = new Map<Provider, number>();
  const one = async (target: SyncTargetRef): Promise<void> => {
    const before = failures.get(target.provider) ?? 0;
    if (before >= MAX_IN_A_ROW) return;
    const outage = await withConcurrencyLimit(() => processTarget(target));
    failures.set(target.provider, outage === null ? 0 : outage.total ? MAX_IN_A_ROW : before + 1);
  };
  const firsts = [...new Map([...targets].reverse().map((target) => [target.provider, target])).values()];
  for (const target of firsts) await one(target);
  const rest = targets.filter((target) => !firsts.includes(target)).values();
  // All workers share the same iterator.
  const worker = async (): Promise<void> => {
    for (const target of rest) await one(target);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return [...failures.values()].every((inARow) => inARow === 0);
}
