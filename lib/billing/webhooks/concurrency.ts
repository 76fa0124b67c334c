import { env } from '@/lib/env';
import type { Provider } from '../types';

/**
 * Targets that this process handles in parallel: fewer than its database connections, where it has several, so that responses
 * can get one. Of one provider one less than of all, so that a provider that doesn't answer never takes all turns.
 */
function maxRunning(): number {
  return Math.max(2, Math.min(4, env().database.poolSize - 1));
}

interface Turn {
  readonly provider: Provider;
  readonly begin: () => void;
}

interface Turns {
  /** The provider of each target that is being handled. */
  readonly running: Provider[];
  /** Webhooks that are being stored, for a response that a provider waits for. */
  answering: number;
  readonly waiting: Turn[];
}

// Next bundles routes separately, but they all share one process.
const kept = globalThis as typeof globalThis & { tollgateTurns?: Turns };

function turns(): Turns {
  kept.tollgateTurns ??= { running: [], answering: 0, waiting: [] };
  return kept.tollgateTurns;
}

/** One target of a provider while a webhook is being stored, because both use the same processor; never none. */
function isFree({ running, answering }: Turns, provider: Provider): boolean {
  const all = maxRunning();
  const most = answering > 0 ? 1 : all - 1;
  return running.length < all && running.filter((other) => other === provider).length < most;
}

/**
 * Runs work about a provider once this process does little enough of it, whether it's work after a response or from the
 * jobs. The turns of each provider are in the order of the calls.
 */
export async function withConcurrencyLimit<T>(provider: Provider, work: () => Promise<T>): Promise<T> {
  const all = turns();
  if (!isFree(all, provider)) await new Promise<void>((begin) => all.waiting.push({ provider, begin }));
  else all.running.push(provider);
  try {
    return await work();
  } finally {
    all.running.splice(all.running.indexOf(provider), 1);
    beginWaiting(all);
  }
}

function beginWaiting(all: Turns): void {
  for (;;) {
    const next = all.waiting.findIndex(({ provider }) => isFree(all, provider));
    const [turn] = next === -1 ? [] : all.waiting.splice(next, 1);
    if (turn === undefined) return;
    all.running.push(turn.provider);
    turn.begin();
  }
}

/** Stores a webhook, while other work begins only one at a time for each provider. Not for reading its body, which anyone can send slowly. */
export async function withPriority<T>(answer: () => Promise<T>): Promise<T> {
  const all = turns();
  all.answering += 1;
  try {
    return await answer();
  } finally {
    all.answering -= 1;
    beginWaiting(all);
  }
}
