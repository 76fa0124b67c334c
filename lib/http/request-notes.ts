import { AsyncLocalStorage } from 'node:async_hooks';

/** What we know about the current request in addition to Next. */
export interface RequestNotes {
  /**
   * The status to send instead of Next's 500, its only status for errors in pages and actions: 400 while Next itself
   * parses the request, 429 and 503 when the client should retry, 403 while an operator only looks, 500 when the error is ours.
   */
  failure: 400 | 403 | 429 | 500 | 503;
  /** Null where it isn't known: outside a request, and for requests that come before the server reports them. */
  readonly method: string | null;
  /** Resolves when the response is sent or the client disconnects; null outside a request. */
  readonly closed: Promise<void> | null;
  /** Resolves when it is this request's turn; null until `waitForSessionSlot` is called. */
  turn: Promise<void> | null;
  /** The work of a route handler, which continues when the client disconnects; null for pages. */
  work: Promise<unknown> | null;
}

// Next bundles instrumentation and pages separately; both must share this storage.
const kept = globalThis as typeof globalThis & { tollgateNotes?: AsyncLocalStorage<RequestNotes> };

function storage(): AsyncLocalStorage<RequestNotes> {
  kept.tollgateNotes ??= new AsyncLocalStorage();
  return kept.tollgateNotes;
}

/** Starts the notes of a request, for everything that runs because of it from here. */
export function openNotes(failure: 400 | 500, method: string, closed: Promise<void>): RequestNotes {
  const notes: RequestNotes = { failure, method, closed, turn: null, work: null };
  storage().enterWith(notes);
  return notes;
}

/** Does the work of a request with this method, whose notes may not have been started yet. */
export function withMethod<T>(method: string, work: () => T): T {
  return storage().getStore() === undefined ? storage().run({ ...NONE, method }, work) : work();
}

const NONE: RequestNotes = { failure: 500, method: null, closed: null, turn: null, work: null };

/** The notes of the current request; outside a request, unused defaults. */
export function requestNotes(): RequestNotes {
  return storage().getStore() ?? { ...NONE };
}
