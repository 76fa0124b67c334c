import { checkEnvironment } from '@/lib/environment/read';
import { log } from '@/lib/log';
import { recordPeerAddresses } from '@/lib/peer-address';
import { startScheduler } from '@/lib/scheduler';

/** Refuses a wrong environment, then starts what runs beside requests. */
export function start(): void {
  const { ok, problems } = checkEnvironment(process.env);
  if (!ok) {
    const list = problems.map((problem) => `- ${problem}`).join('\n');
    console.error(`Tollgate does not start with this environment:\n${list}`);
    process.exit(1);
  }
  recordPeerAddresses();
  startScheduler();
}

/** Under the digest the reader is shown. Route handlers log their own. */
export function logPageError(error: unknown, path: string, route: string): void {
  const digest = typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : undefined;
  // Without the query: it may carry a sign-in token.
  log().error({ err: error, digest, path: path.split('?')[0], route }, 'page failed');
}
