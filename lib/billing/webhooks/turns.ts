/** Roots that this process settles at the same time: fewer than its database connections, so that answers find one. */
const MAX_RUNNING = 3;

interface Turns {
  running: number;
  readonly waiting: (() => void)[];
}

// Next bundles routes separately; all of them share one process.
const kept = globalThis as typeof globalThis & { tollgateTurns?: Turns };

/** Runs work once fewer than three others run in this process, those after an answer and those of the jobs together. */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  kept.tollgateTurns ??= { running: 0, waiting: [] };
  const turns = kept.tollgateTurns;
  if (turns.running < MAX_RUNNING) turns.running += 1;
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await work();
  } finally {
    // The next one takes this one's place, if there is one.
    const next = turns.waiting.shift();
    if (next !== undefined) next();
    else turns.running -= 1;
  }
}
