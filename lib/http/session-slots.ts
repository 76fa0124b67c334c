import { appError } from '../errors';
import { requestNotes } from './request-notes';

/** Concurrent requests of one browser session in this process, which leaves database connections to everyone else. */
const MAX_RUNNING = 5;
/** Requests that may wait behind them; no page needs more. */
const MAX_WAITING = 100;

interface Line {
  running: number;
  readonly waiting: (() => void)[];
}

// Next bundles pages and routes separately; all of them share the connections.
const kept = globalThis as typeof globalThis & { tollgateLines?: Map<string, Line> };

/**
 * Waits until few enough requests of one session are running, then counts this one until its response is sent. Waits
 * without a database connection, so a customer who sends hundreds of concurrent requests only delays themselves. Throws
 * request/too-many (429) when too many are already waiting.
 */
export async function waitForSessionSlot(session: string): Promise<void> {
  const notes = requestNotes();
  if (notes.closed === null) return;
  notes.turn ??= take(session, notes.closed);
  try {
    await notes.turn;
  } catch (error) {
    notes.failure = 429;
    throw error;
  }
}

async function take(session: string, closed: Promise<void>): Promise<void> {
  kept.tollgateLines ??= new Map();
  const lines = kept.tollgateLines;
  const line = lines.get(session) ?? { running: 0, waiting: [] };
  lines.set(session, line);
  if (line.running < MAX_RUNNING) line.running += 1;
  else if (line.waiting.length >= MAX_WAITING) throw appError('request/too-many', { retryAfter: 1 });
  else await new Promise<void>((resolve) => line.waiting.push(resolve));
  void closed.then(() => {
    const next = line.waiting.shift();
    // The next request takes this one's place, if there is one.
    if (next !== undefined) next();
    else line.running -= 1;
    if (line.running === 0) lines.delete(session);
  });
}
