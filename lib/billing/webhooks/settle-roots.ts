import type { Provider } from '../types';
import type { RootRef } from './lease';
import { settle } from './process';
import { inTurn } from './turns';

/** A provider that failed for this many roots in a row is left alone until the next round. */
const MAX_IN_A_ROW = 3;
/** Roots settled at the same time: most of it is waiting for a provider. */
const AT_ONCE = 3;

/**
 * Settles roots, a few at a time, each provider's first one alone. What is left of a provider that is away, refuses our
 * key or asks us to wait is not tried now: its events are due and are taken in a later round.
 */
export async function settleRoots(roots: readonly RootRef[]): Promise<void> {
  const failures = new Map<Provider, number>();
  const one = async (root: RootRef): Promise<void> => {
    const before = failures.get(root.provider) ?? 0;
    if (before >= MAX_IN_A_ROW) return;
    const outage = await inTurn(() => settle(root));
    failures.set(root.provider, outage === null ? 0 : outage.total ? MAX_IN_A_ROW : before + 1);
  };
  const firsts = [...new Map([...roots].reverse().map((root) => [root.provider, root])).values()];
  for (const root of firsts) await one(root);
  const rest = roots.filter((root) => !firsts.includes(root)).values();
  // All workers take from the same list.
  const worker = async (): Promise<void> => {
    for (const root of rest) await one(root);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
