import { SITE } from '@/config/site';
import { isDatabaseUnavailable } from '@/lib/db-errors';
import { env } from '@/lib/env';
import { checkEnvironment } from '@/lib/env/read';
import { guardRequests } from '@/lib/http/request-guard';
import { requestNotes } from '@/lib/http/request-notes';
import { log } from '@/lib/log';
import { recordPeerAddresses } from '@/lib/peer-address';
import { startScheduler } from '@/lib/scheduler';

/** Validates the environment, then starts background work. */
export function start(): void {
  const { ok, problems } = checkEnvironment(process.env);
  if (!ok) {
    const list = problems.map((problem) => `- ${problem}`).join('\n');
    console.error(`${SITE.name} can't start because of invalid environment variables:\n${list}`);
    process.exit(1);
  }
  recordPeerAddresses();
  guardRequests();
  // A server that stops begins no further job. Next finishes its requests and what was left for after them.
  if (env().scheduler) process.once('SIGTERM', startScheduler());
  void trace();
}

/** Loads OpenTelemetry only where traces go somewhere. */
async function trace(): Promise<void> {
  const { tracesEndpoint, appId } = env();
  if (tracesEndpoint === null) return;
  try {
    const { startTracing } = await import('@/lib/tracing/otlp');
    startTracing(tracesEndpoint, appId);
  } catch (error) {
    log().error({ err: error }, 'tracing not started');
  }
}

/**
 * Logs under the digest that the error page shows. Route handlers log their own errors. A request that Next couldn't read,
 * or one of too many, is the client's fault and not logged as an error.
 */
export function logPageError(error: unknown, path: string, route: string): void {
  const notes = requestNotes();
  if (isDatabaseUnavailable(error)) notes.failure = 503;
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : undefined;
  // Without the query string, which may contain a sign-in token.
  const where = { digest, path: path.split('?')[0], route };
  if (notes.failure >= 500) log().error({ err: error, ...where }, 'page failed');
  else log().info({ err: error, ...where }, 'request refused');
}
