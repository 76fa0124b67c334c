import { setTimeout as pause } from 'node:timers/promises';

/** Waits until one of several is done, but at most so many milliseconds. Their errors are left to who awaits them. */
export async function firstOf(work: readonly Promise<unknown>[], most: number): Promise<void> {
  const over = new AbortController();
  const late = pause(most, undefined, { signal: over.signal });
  await Promise.race([late, ...work]).catch(() => null);
  over.abort();
  await late.catch(() => null);
}

/** Runs work for each of several at the same time. An error with one is thrown once the others are done. */
export async function forEach<Item>(items: readonly Item[], work: (item: Item) => Promise<void>): Promise<void> {
  const failed = (await Promise.allSettled(items.map(work))).find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

interface Limits {
  /** When no further batch begins, in milliseconds since the epoch. */
  readonly until: number;
  /** Milliseconds after which what had nothing to do is looked at again. */
  readonly lookAgain: number;
}

/** Batches of one of several that are under way. */
interface Busy {
  readonly began: number;
  readonly done: Promise<void>;
}

/**
 * Does batch after batch for each of several, side by side, while `batch` says that there is more, and looks again at those
 * without more while another one is busy, also after the time if it was busy before: one that is slow doesn't delay what
 * becomes due of the others.
 */
export async function repeatEach<Item>(
  items: readonly Item[],
  { until, lookAgain }: Limits,
  batch: (item: Item) => Promise<boolean>,
): Promise<void> {
  const busy = new Map<Item, Busy>();
  const slow = () => [...busy.values()].filter(({ began }) => began <= until).map(({ done }) => done);
  await forEach(items, async (item) => {
    do {
      const done = repeat(() => batch(item), until);
      busy.set(item, { began: Date.now(), done });
      await done.finally(() => busy.delete(item));
      if (slow().length > 0) await firstOf(slow(), lookAgain);
    } while (slow().length > 0);
  });
}

async function repeat(batch: () => Promise<boolean>, until: number): Promise<void> {
  while ((await batch()) && Date.now() < until);
}
