import 'server-only';
import { after } from 'next/server';
import { log } from '../log';
import { requestNotes } from './request-notes';

/**
 * Does work once the response is sent, for what the client doesn't wait for. Serverless platforms stay awake for it, and a
 * server that is stopped finishes it. An error is logged, because no response can report it anymore.
 */
export function afterResponse(work: () => Promise<unknown>): void {
  const logger = log();
  const attempt = () =>
    work().catch((error: unknown) => logger.error({ err: error }, 'work after the response failed'));
  const { closed } = requestNotes();
  // Given a function, `after` takes half a millisecond of processor to learn when the response is sent.
  after(closed === null ? attempt : closed.then(attempt));
}
