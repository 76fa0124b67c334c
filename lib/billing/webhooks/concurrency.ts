/** Targets that this process handles in parallel: fewer than its database connections, so that responses can get one. */
const MAX_RUNNING = 3;

interface Turns {
  running: number;
  readonly waiting: (() => void)[];
}

// Next bundles routes separately, but they all share one process.
const kept = globalThis as typeof globalThis & { tollgateTurns?: Turns };

/** Runs work once fewer than three other tasks run in this process, whether after a response or from the jobs. */
export async function withConcurrencyLimit<T>(work: () => Promise<T>): Promise<T> {
  kept.tollgateTurns ??= { running: 0, waiting: [] };
  const turns = kept.tollgateTurns;
  if (turns.running < MAX_RUNNING) turns.running += 1;
  else await new Promise<void>((resolve) => turns.waiting.push(resolve));
  try {
    return await work();
  } finally {
    // Hand this slot to the next task, if there is one.
    const next = turns.waiting.shift();
    if (next !== undefined) next();
    else turns.running -= 1;
  }
}
