import 'server-only';
import { after } from 'next/server';
import { log } from '../log';

/**
 * Does work once the response is sent, for what the client doesn't wait for. Serverless platforms stay awake for it.
 * An error is logged, because no response can report it anymore.
 */
export function afterResponse(work: () => Promise<unknown>): void {
  const logger = log();
  after(() => work().catch((error: unknown) => logger.error({ err: error }, 'work after the response failed')));
}
