/** Targets that this process handles in parallel: fewer than its database connections, so that responses can get one. */
const MAX_RUNNING = 3;

interface Turns {
  running: number;
  /** Webhooks that are being stored, for a response that a provider waits for. */
  answering: number;
  readonly waiting: (() => void)[];
}

// Next bundles routes separately, but they all share one process.
const kept = globalThis as typeof globalThis & { tollgateTurns?: Turns };

function turns(): Turns {
  kept.tollgateTurns ??= { running: 0, answering: 0, waiting: [] };
  return kept.tollgateTurns;
}

/** One target at a time while a provider waits for a response, because both use the same processor; never none. */
function isFree({ running, answering }: Turns): boolean {
  return running < (answering > 0 ? 1 : MAX_RUNNING);
}

/**
 * Runs work once fewer than three other tasks run in this process, or none while a webhook is stored, whether it's work
 * after a response or from the jobs.
 */
export async function withConcurrencyLimit<T>(work: () => Promise<T>): Promise<T> {
  const all = turns();
  if (!isFree(all)) await new Promise<void>((resolve) => all.waiting.push(resolve));
  else all.running += 1;
  try {
    return await work();
  } finally {
    all.running -= 1;
    while (all.waiting.length > 0 && isFree(all)) {
      all.running += 1;
      all.waiting.shift()?.();
    }
  }
}

/** Stores a webhook, while other work only runs one at a time. Not for reading its body, which anyone can send slowly. */
export async function withPriority<T>(answer: () => Promise<T>): Promise<T> {
  const all = turns();
  all.answering += 1;
  try {
    return await answer();
  } finally {
    all.answering -= 1;
  }
}
