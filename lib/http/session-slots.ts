import { AppError, appError } from '../errors';
import { type RequestNotes, requestNotes } from './request-notes';

/** Concurrent requests of one browser session in this process, which leaves database connections to everyone else. */
const MAX_RUNNING = 5;
/** Requests that may wait behind them; no page needs more. */
const MAX_WAITING = 100;

interface Line {
  running: number;
  /** In the order of their arrival. */
  readonly waiting: Set<() => void>;
}

// Next bundles pages and routes separately; all of them share the connections.
const kept = globalThis as typeof globalThis & { tollgateLines?: Map<string, Line> };

/**
 * Waits until few enough requests of one session are running, then counts this one until its response is sent and its
 * route handler is done, which outlives a client that disconnects. Waits without a database connection, so a customer who
 * sends hundreds of concurrent requests only delays themselves. Throws request/too-many (429) when too many are already
 * waiting, and request/aborted (400) when the client disconnects before its turn.
 */
export async function waitForSessionSlot(session: string): Promise<void> {
  const notes = requestNotes();
  if (notes.closed === null) return;
  notes.turn ??= take(session, notes, notes.closed);
  try {
    await notes.turn;
  } catch (error) {
    notes.failure = error instanceof AppError && error.code === 'request/aborted' ? 400 : 429;
    throw error;
  }
}

async function take(session: string, notes: RequestNotes, closed: Promise<void>): Promise<void> {
  // Of two resolved promises, the first wins.
  if ((await Promise.race([closed, 'open'])) !== 'open') throw appError('request/aborted');
  kept.tollgateLines ??= new Map();
  const lines = kept.tollgateLines;
  const line = lines.get(session) ?? { running: 0, waiting: new Set() };
  lines.set(session, line);
  if (line.running < MAX_RUNNING) line.running += 1;
  else if (line.waiting.size >= MAX_WAITING) throw appError('request/too-many', { retryAfter: 1 });
  else await turnIn(line, closed);
  void closed
    .then(() => Promise.allSettled([notes.work]))
    .then(() => {
      const [next] = line.waiting;
      // The next request takes this one's place, if there is one.
      if (next === undefined) line.running -= 1;
      else next();
      if (line.running === 0) lines.delete(session);
    });
}

function turnIn({ waiting }: Line, closed: Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const next = () => {
      waiting.delete(next);
      resolve();
    };
    waiting.add(next);
    void closed.then(() => {
      if (waiting.delete(next)) reject(appError('request/aborted'));
    });
  });
}
