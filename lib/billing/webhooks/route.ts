import { clientIp } from '@/lib/client-ip';
import { recordDenial } from '@/lib/denials';
import { AppError } from '@/lib/errors';
import { afterResponse } from '@/lib/http/after-response';
import { readText } from '@/lib/http/body';
import { log } from '@/lib/log';
import { recordWebhook } from '@/lib/metrics/registry';
import { traced } from '@/lib/tracing/span';
import { driver } from '../providers';
import { BadSignature } from '../providers/errors';
import type { Provider } from '../types';
import { withPriority } from './concurrency';
import { receive } from './inbox';
import { processAfterResponse } from './process-after-response';

/** Maximum size of a webhook body, in bytes. */
const MAX_BODY = 1024 * 1024;

const say = (status: number, words: string) => new Response(words, { status });

/**
 * Responds to a provider's webhook: 200 once the event is stored, 400 for a bad signature or an invalid event (nothing
 * stored), 404 if the provider isn't configured, 413 above 1 MiB, 503 if the row couldn't be written, so that the
 * provider retries. The work itself happens after the response; `lib/drain.ts` picks up whatever a crash leaves.
 */
export async function answerWebhook(provider: Provider, request: Request): Promise<Response> {
  const response = await traced('webhook.receive', { provider }, () => answer(provider, request));
  recordWebhook(provider, response.status);
  return response;
}

async function answer(provider: Provider, request: Request): Promise<Response> {
  try {
    const body = await readText(request, MAX_BODY);
    const { mode } = driver(provider);
    const { target, received } = await withPriority(() => receive(provider, body, Object.fromEntries(request.headers)));
    const logger = log();
    afterResponse(async () => {
      logger.info({ provider, ...received }, 'webhook received');
      if (target !== null) await processAfterResponse({ provider, mode, ...target });
    });
    return say(200, 'ok');
  } catch (error) {
    if (error instanceof BadSignature) {
      const by = { client: clientIp(request.headers) };
      await recordDenial({ by, action: 'webhook.refused', target: provider, reason: error.message });
      return say(400, 'bad signature');
    }
    if (error instanceof AppError && error.status < 500) {
      log().info({ provider, code: error.code }, 'webhook refused');
      return say(error.status, error.message);
    }
    log().error({ err: error, provider }, 'webhook not stored');
    return say(503, 'try again');
  }
}
