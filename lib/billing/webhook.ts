import { after } from 'next/server';
import { AppError } from '@/lib/errors';
import { drainBilling } from '@/lib/jobs';
import { log } from '@/lib/log';
import { receive } from './inbox';
import { settleBurst } from './process';
import { driver } from './providers';
import { BadSignature } from './providers/errors';
import type { Provider } from './types';

/** The largest body a webhook may have, in bytes. */
const MAX_BODY = 1024 * 1024;

const say = (status: number, words: string) => new Response(words, { status });

/**
 * Answers a provider's webhook: 200 once the event is stored, 400 for a bad signature (nothing stored), 404 when the
 * provider is not configured, 413 above 1 MiB, 503 when the row could not be written, so that the provider tries again.
 * The work itself happens after the response; whatever a crash leaves, `lib/jobs.ts` finds.
 */
export async function answerWebhook(provider: Provider, request: Request): Promise<Response> {
  const body = await readLimited(request);
  if (body === null) return say(413, 'too large');
  try {
    const { mode } = driver(provider);
    const { root } = await receive(provider, body, Object.fromEntries(request.headers));
    if (root !== null) {
      after(async () => {
        await settleBurst({ provider, mode, ...root });
        await drainBilling();
      });
    }
    return say(200, 'ok');
  } catch (error) {
    if (error instanceof BadSignature) {
      log().warn({ provider, reason: error.message }, 'webhook refused');
      return say(400, 'bad signature');
    }
    if (error instanceof AppError && error.status === 404) return say(404, 'not configured');
    log().error({ err: error, provider }, 'webhook not stored');
    return say(503, 'try again');
  }
}

/** The raw text, or null when it is longer than allowed, whatever Content-Length says. */
async function readLimited(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_BODY) return null;
  if (request.body === null) return '';
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body) {
    size += chunk.byteLength;
    if (size > MAX_BODY) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
