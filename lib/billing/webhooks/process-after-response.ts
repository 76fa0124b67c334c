import { setTimeout as pause } from 'node:timers/promises';
import { drainSoon } from '@/lib/drain';
import type { Provider } from '../types';
import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { processTarget } from './process-target';

/** Targets of a provider that may wait for their turn after a response. Others stay in the database, where the jobs find them. */
const MAX_WAITING = 100;
/**
 * Related events arrive within about this time, in ms of real time: a checkout sends a dozen events together, and if
 * the first were processed right away, the provider would be queried again for those that follow.
 */
const BURST = 150;

/** By target: one entry covers all events that have arrived by its turn. */
type Waiting = Map<string, Promise<unknown>>;

// Next bundles routes separately, but they all share one process.
const kept = globalThis as typeof globalThis & { tollgateWaiting?: Record<Provider, Waiting> };

/**
 * Processes an event's target after the response was sent, under a process-wide limit, so responses stay fast however
 * many events arrive. Everything else that's due is left to the worker loop. Resolves when done; false if it was left
 * to the jobs.
 */
export async function processAfterResponse(
  target: SyncTargetRef,
  burst: Promise<unknown> = pause(BURST),
): Promise<boolean> {
  kept.tollgateWaiting ??= { stripe: new Map(), dodo: new Map() };
  const waiting = kept.tollgateWaiting[target.provider];
  const name = [target.mode, target.kind, target.id].join(':');
  const before = waiting.get(name);
  if (before === undefined && waiting.size >= MAX_WAITING) return false;
  await (before ?? take(waiting, name, target, burst));
  await drainSoon(target.provider);
  return true;
}

function take(waiting: Waiting, name: string, target: SyncTargetRef, burst: Promise<unknown>) {
  const processed = burst.then(() =>
    withConcurrencyLimit(target.provider, async () => {
      waiting.delete(name);
      await processTarget(target);
    }),
  );
  waiting.set(name, processed);
  return processed;
}
