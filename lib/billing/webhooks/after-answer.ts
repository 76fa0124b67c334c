import { setTimeout as pause } from 'node:timers/promises';
import { drainSoon } from '@/lib/jobs';
import type { RootRef } from './lease';
import { settle } from './process';
import { inTurn } from './turns';

/** Roots that may wait for their turn after an answer. Any more stay in the database, where the jobs find them. */
const MAX_WAITING = 100;
/**
 * What belongs together reaches us within about this time, in ms of real time: a checkout sends a dozen events at once, and
 * settled at the first of them, the provider would be asked again for those that came meanwhile.
 */
const BURST = 150;

// Next bundles routes separately; all of them share one process. By the root's name: one entry takes all events that have
// come until its turn.
const kept = globalThis as typeof globalThis & { tollgateWaiting?: Map<string, Promise<unknown>> };

/**
 * Settles what an event is about once the answer to it was sent, under a limit for the whole process, so that answers
 * stay fast however many events come. Whatever else is due is the worker loop's. Resolves when that is done; false when
 * it was left to the jobs.
 */
export async function settleAfterAnswer(root: RootRef, burst: Promise<unknown> = pause(BURST)): Promise<boolean> {
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
    inTurn(async () => {
      waiting.delete(name);
      await settle(root);
    }),
  );
  waiting.set(name, settled);
  return settled;
}
