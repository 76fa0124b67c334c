import type { Endpoint } from '../../engine/deliveries';
import type { StripeContext } from '../api/context';
import { showEvent } from './show';
import { signatureHeader } from './sign';

// Attempts after 0, 5 s, 30 s, 2 min, 10 min and 1 h of real time: Stripe's hours, shortened
// (docs/providers/stripe.md#webhooks).
const RETRY_AFTER = [5, 25, 90, 480, 3000];
const TIMEOUT_MS = 10_000;

/** The webhook body: identical on every attempt, pretty-printed like Stripe's. */
function eventBody(ctx: StripeContext, eventId: string, endpoint: Endpoint): { type: string; body: string } {
  const event = ctx.tables.events.get(eventId);
  if (!event) throw new Error(`There is no event ${eventId}.`);
  const version = typeof endpoint.api_version === 'string' ? endpoint.api_version : event.api_version;
  return { type: event.type, body: JSON.stringify(showEvent(event, version), null, 2) };
}

/** The secrets that sign: during a rotation, the old one too until it expires. */
function validSecrets(endpoint: Endpoint, unix: number): string[] {
  const [current = '', ...older] = endpoint.secrets;
  const until = typeof endpoint.old_secret_expires_at === 'number' ? endpoint.old_secret_expires_at : undefined;
  return until !== undefined && unix >= until ? [current] : [current, ...older];
}

/** How the engine sends Stripe's events: body, headers and a new signature for every attempt. */
export function registerSender(ctx: StripeContext): void {
  ctx.world.deliveries.registerProvider({
    provider: 'stripe',
    retryAfterSeconds: RETRY_AFTER,
    timeoutMs: TIMEOUT_MS,
    render(eventId, endpoint, attemptUnix) {
      const { type, body } = eventBody(ctx, eventId, endpoint);
      return {
        type,
        body,
        headers: {
          'Content-Type': 'application/json; charset=utf-8',
          'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
          Accept: '*/*; q=0.5, application/xml',
          'Cache-Control': 'no-cache',
          'Stripe-Signature': signatureHeader(body, validSecrets(endpoint, attemptUnix), attemptUnix),
        },
      };
    },
  });
}
