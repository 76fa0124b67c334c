import type { Provider } from '../types';
import { withConcurrencyLimit } from './concurrency';
import type { RootRef } from './lease';
import { processRoot } from './process-root';

/** A provider that fails for this many roots in a row is skipped until the next round. */
const MAX_IN_A_ROW = 3;
/** Roots processed in parallel; most of the time is spent waiting for a provider. */
const AT_ONCE = 3;

/**
 * Processes roots, a few in parallel, but each provider's first one alone. If a provider is unavailable, rejects our
 * key, or asks us to wait, its remaining roots are skipped: their events stay due and are taken in a later round.
 */
export async function processRoots(roots: readonly RootRef[]): Promise<void> {
  const failures = new Map<Provider, number>();
  const one = async (root: RootRef): Promise<void> => {
    const before = failures.get(root.provider) ?? 0;
    if (before >= MAX_IN_A_ROW) return;
    const outage = await withConcurrencyLimit(() => processRoot(root));
    failures.set(root.provider, outage === null ? 0 : outage.total ? MAX_IN_A_ROW : before + 1);
  };
  const firsts = [...new Map([...roots].reverse().map((root) => [root.provider, root])).values()];
  for (const root of firsts) await one(root);
  const rest = roots.filter((root) => !firsts.includes(root)).values();
  // All workers share the same iterator.
  const worker = async (): Promise<void> => {
    for (const root of rest) await one(root);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
