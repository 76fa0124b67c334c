import { setTimeout as pause } from 'node:timers/promises';
import { drainSoon } from '@/lib/drain';
import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { processTarget } from './process-target';

/** Targets that may wait for their turn after a response. Others stay in the database, where the jobs find them. */
const MAX_WAITING = 100;
/**
 * Related events arrive within about this time, in ms of real time: a checkout sends a dozen events together, and if
 * the first were processed right away, the provider would be queried again for those that follow.
 */
const BURST = 150;

// Next bundles routes separately, but they all share one process. Keyed by target: one entry covers all events that have
// arrived by its turn.
const kept = globalThis as typeof globalThis & { tollgateWaiting?: Map<string, Promise<unknown>> };

/**
 * Processes an event's target after the response was sent, under a process-wide limit, so responses stay fast however
 * many events arrive. Everything else that's due is left to the worker loop. Resolves when done; false if it was left
 * to the jobs.
 */
export async function processAfterResponse(
  target: SyncTargetRef,
  burst: Promise<unknown> = pause(BURST),
): Promise<boolean> {
  kept.tollgateWaiting ??= new Map();
  const waiting = kept.tollgateWaiting;
  const name = [target.provider, target.mode, target.kind, target.id].join(':');
  const before = waiting.get(name);
  if (before === undefined && waiting.size >= MAX_WAITING) return false;
  await (before ?? take(waiting, name, target, burst));
  await drainSoon();
  return true;
}

function take(waiting: Map<string, Promise<unknown>>, name: string, target: SyncTargetRef, burst: Promise<unknown>) {
  const processed = burst.then(() =>
    withConcurrencyLimit(async () => {
      waiting.delete(name);
      await processTarget(target);
    }),
  );
  waiting.set(name, processed);
  return processed;
}
