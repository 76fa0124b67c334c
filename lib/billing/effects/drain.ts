import { env } from '@/lib/env';
import { firstOf } from '@/lib/repeat';
import { EFFECTS } from '.';
import type { Effect } from './effect';
import { planEffects } from './plan';
import { attemptRun, claimRuns } from './runs';

/** Milliseconds after which effects with nothing to do are looked at again while another one is busy. */
const LOOK_AGAIN = 1_000;

/** An effect's runs that are under way. */
interface Batch {
  readonly began: number;
  readonly done: Promise<void>;
}

/**
 * Plans and runs the effects that are due: one batch of each, and further ones until then (milliseconds since the epoch,
 * real time). Each effect has batches of its own: while one is slow, the others do what is due, and what happens meanwhile,
 * even after that time if a batch from before is still under way. Returns the number of attempts.
 */
export async function drainEffects(effects: readonly Effect[] = EFFECTS, until = 0): Promise<number> {
  const busy = new Map<string, Batch>();
  const failures: unknown[] = [];
  let attempts = 0;

  async function begin(effect: Effect): Promise<void> {
    const runs = await claimRuns(effect);
    if (runs.length === 0) return;
    attempts += runs.length;
    const done = Promise.allSettled(runs.map((run) => attemptRun(effect, run))).then((results) => {
      busy.delete(effect.name);
      for (const result of results) if (result.status === 'rejected') failures.push(result.reason);
    });
    busy.set(effect.name, { began: Date.now(), done });
  }

  /** False when nothing is due. */
  async function beginDue(): Promise<boolean> {
    while ((await planEffects(env().payments.mode, effects)) > 0);
    const free = effects.filter(({ name, isOn }) => !busy.has(name) && (isOn?.() ?? true));
    const begun = await Promise.allSettled(free.map(begin));
    for (const result of begun) if (result.status === 'rejected') failures.push(result.reason);
    return busy.size > 0;
  }

  const hasTime = () => Date.now() < until || [...busy.values()].some(({ began }) => began < until);
  try {
    while ((await beginDue()) && failures.length === 0) {
      await firstOf(
        [...busy.values()].map(({ done }) => done),
        LOOK_AGAIN,
      );
      if (!hasTime()) break;
    }
  } finally {
    await Promise.all([...busy.values()].map(({ done }) => done));
  }
  if (failures.length > 0) throw failures[0];
  return attempts;
}
