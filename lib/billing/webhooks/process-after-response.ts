import { setTimeout as pause } from 'node:timers/promises';
import { drainSoon } from '@/lib/drain';
import type { Provider } from '../types';
import { withConcurrencyLimit } from './concurrency';
import type { SyncTargetRef } from './lease';
import { awayAfter } from './outage';
import { processTarget } from './process-target';

/** Targets of a provider that may wait for their turn after a response. Others stay in the database, where the jobs find them. */
const MAX_WAITING = 100;
/**
 * Related events arrive within about this time, in ms of real time: a checkout sends a dozen events together, and if
 * the first were processed right away, the provider would be queried again for those that follow.
 */
const BURST = 150;

/** While a provider seems to be away, its targets are left to the jobs for so long, in ms of real time. */
const PAUSE_WHEN_AWAY = 10_000;

interface AfterResponses {
  /** By target: one entry covers all events that have arrived by its turn. Resolves to false if it was left to the jobs. */
  readonly waiting: Map<string, Promise<boolean>>;
  readonly seemsAway: ReturnType<typeof awayAfter>;
  /** In ms of `performance.now()`. */
  awayUntil: number;
}

const none = (): AfterResponses => ({ waiting: new Map(), seemsAway: awayAfter(), awayUntil: 0 });

// Next bundles routes separately, but they all share one process.
const kept = globalThis as typeof globalThis & { tollgateAfterResponses?: Record<Provider, AfterResponses> };

/**
 * Processes an event's target after the response was sent, under a process-wide limit, so responses stay fast however
 * many events arrive. Everything else that's due is left to the worker loop. Resolves when done; false if it was left
 * to the jobs, as while the provider is away.
 */
export async function processAfterResponse(
  target: SyncTargetRef,
  burst: Promise<unknown> = pause(BURST),
): Promise<boolean> {
  kept.tollgateAfterResponses ??= { stripe: none(), dodo: none() };
  const all = kept.tollgateAfterResponses[target.provider];
  const name = [target.mode, target.kind, target.id].join(':');
  const before = all.waiting.get(name);
  if (before === undefined && all.waiting.size >= MAX_WAITING) return false;
  const processed = await (before ?? take(all, name, target, burst));
  await drainSoon(target.provider);
  return processed;
}

function take(all: AfterResponses, name: string, target: SyncTargetRef, burst: Promise<unknown>): Promise<boolean> {
  const processed = burst.then(() =>
    withConcurrencyLimit(target.provider, () => {
      all.waiting.delete(name);
      return processUnlessAway(all, target);
    }),
  );
  all.waiting.set(name, processed);
  return processed;
}

/** Otherwise a provider that doesn't answer would take all turns for as long as webhooks wait, and the jobs none. */
async function processUnlessAway(all: AfterResponses, target: SyncTargetRef): Promise<boolean> {
  const began = performance.now();
  if (began < all.awayUntil) return false;
  const outage = await processTarget(target);
  const now = performance.now();
  if (all.seemsAway(outage, now - began)) all.awayUntil = now + PAUSE_WHEN_AWAY;
  return outage === null;
}
