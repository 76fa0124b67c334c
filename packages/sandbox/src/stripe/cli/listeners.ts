import { stripeWebhookSecret } from '../../config';
import { id as randomId } from '../../engine/random';
import { afterAnswer } from '../../engine/request-scope';
import type { StripeContext } from '../api/context';
import { onEvent } from '../api/events';
import type { EventRecord } from '../api/tables';
import { showEvent } from '../events/show';
import { signatureHeader } from '../events/sign';
import type { Peer } from './socket';

/** The response of `stripe listen` to an event it forwarded. */
export interface Forwarded {
  eventId: string;
  status: number;
  forwardUrl: string;
}

interface Listening {
  /** Open sessions, with or without a connected socket. */
  sessions: Set<string>;
  peers: Set<Peer>;
  forwarded: Forwarded[];
}

const states = new WeakMap<object, Listening>();
const KEPT = 1000;

export function listeningOf(ctx: StripeContext): Listening {
  const known = states.get(ctx.world) ?? { sessions: new Set(), peers: new Set(), forwarded: [] };
  states.set(ctx.world, known);
  return known;
}

/** `stripe listen` signs with the secret of the default endpoint, so that an app needs one secret for both. */
export const listenSecret = (ctx: StripeContext): string => stripeWebhookSecret(ctx.world.config.secret);

/** Sends an event to every connected `stripe listen` (docs/providers/stripe.md#stripe-cli). */
export function pushEvent(ctx: StripeContext, event: EventRecord): void {
  const { peers } = listeningOf(ctx);
  if (peers.size === 0) return;
  const payload = JSON.stringify(showEvent(event), null, 2);
  const signature = signatureHeader(payload, [listenSecret(ctx)], Math.floor(Date.now() / 1000));
  const message = JSON.stringify({
    type: 'webhook_event',
    endpoint: { api_version: null },
    event_payload: payload,
    http_headers: {
      Accept: '*/*; q=0.5, application/xml',
      'Cache-Control': 'no-cache',
      'Content-Type': 'application/json; charset=utf-8',
      'Stripe-Signature': signature,
      'User-Agent': 'Stripe/1.0 (+https://stripe.com/docs/webhooks)',
    },
    webhook_conversation_id: randomId('wc_', 24),
    webhook_id: event.id,
  });
  for (const peer of peers) peer.send(message);
}

/** Messages from a CLI: acknowledgements and the app's responses. */
export function heard(ctx: StripeContext, text: string): void {
  const message: unknown = JSON.parse(text);
  if (typeof message !== 'object' || message === null || !('type' in message)) return;
  if (message.type !== 'webhook_response') return;
  const { webhook_id, status, forward_url } = message as { webhook_id?: string; status?: number; forward_url?: string };
  const { forwarded } = listeningOf(ctx);
  forwarded.push({ eventId: webhook_id ?? '', status: status ?? 0, forwardUrl: forward_url ?? '' });
  if (forwarded.length > KEPT) forwarded.splice(0, forwarded.length - KEPT);
}

/** From now on every event is also sent to all listeners, after the response to the request that caused it. */
export function startListening(ctx: StripeContext): void {
  onEvent(ctx, (_, event) => {
    if (listeningOf(ctx).peers.size > 0) afterAnswer(() => pushEvent(ctx, event));
  });
}
