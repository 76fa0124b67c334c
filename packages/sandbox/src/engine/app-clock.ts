import { createHmac } from 'node:crypto';
import type { Config } from '../config';
import { post } from './post';

const TIMEOUT_MS = 5000;

/**
 * Sends the sandbox's business time to the app, signed. Never throws: the clock must also work while the app is down.
 */
export async function tellApp(
  config: Config,
  state: { offsetSeconds: number; frozenAt: string | null },
): Promise<{ ok: boolean; error?: string }> {
  const body = JSON.stringify(state);
  const signature = createHmac('sha256', config.secret).update(body).digest('hex');
  const headers = { 'content-type': 'application/json', 'sandbox-signature': signature };
  const answer = await post(`${config.appUrl}/api/sandbox/clock`, headers, body, TIMEOUT_MS);
  if (answer.status !== null && answer.status >= 200 && answer.status < 300) return { ok: true };
  const error = answer.error ?? `The app responded with ${answer.status}.`;
  console.warn(JSON.stringify({ level: 'warn', message: 'The app did not accept the time.', error }));
  return { ok: false, error };
}
