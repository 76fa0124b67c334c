import { setTimeout as pause } from 'node:timers/promises';
import { drainSoon } from '@/lib/jobs';
import { withConcurrencyLimit } from './concurrency';
import type { RootRef } from './lease';
import { processRoot } from './process-root';

/** Roots that may wait for their turn after a response. Others stay in the database, where the jobs find them. */
const MAX_WAITING = 100;
/**
 * Related events arrive within about this time, in ms of real time: a checkout sends a dozen events together, and if
 * the first were processed right away, the provider would be queried again for those that follow.
 */
const BURST = 150;

// Next bundles routes separately, but they all share one process. Keyed by root: one entry covers all events that have
// arrived by its turn.
const kept = globalThis as typeof globalThis & { tollgateWaiting?: Map<string, Promise<unknown>> };

/**
 * Processes an event's root after the response was sent, under a process-wide limit, so responses stay fast however
 * many events arrive. Everything else that's due is left to the worker loop. Resolves when done; false if it was left
 * to the jobs.
 */
export async function processAfterResponse(root: RootRef, burst: Promise<unknown> = pause(BURST)): Promise<boolean> {
  kept.tollgateWaiting ??= new Map();
  const waiting = kept.tollgateWaiting;
  const name = [root.provider, root.mode, root.kind, root.id].join(':');
  const before = waiting.get(name);
  if (before === undefined && waiting.size >= MAX_WAITING) return false;
  await (before ?? take(waiting, name, root, burst));
  await drainSoon();
  return true;
}

function take(waiting: Map<string, Promise<unknown>>, name: string, root: RootRef, burst: Promise<unknown>) {
  const settled = burst.then(() =>
    withConcurrencyLimit(async () => {
      waiting.delete(name);
      await processRoot(root);
    }),
  );
  waiting.set(name, settled);
  return settled;
}
