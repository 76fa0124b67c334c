import Stripe from 'stripe';
import { z } from 'zod';
import { eventSeconds, eventText } from '../envelope';
import { BadSignature } from '../errors';
import type { ProviderEvent } from '../snapshots';
import { toEvent } from './event';

/**
 * Maximum age of a signature in seconds; the same limit applies to future times, which the SDK doesn't check
 * (docs/providers/stripe.md#webhooks).
 */
const TOLERANCE = 300;

const envelope = z.looseObject({
  id: eventText,
  object: z.literal('event'),
  type: eventText,
  created: eventSeconds,
  api_version: eventText.nullish(),
  livemode: z.boolean(),
  data: z.looseObject({ object: z.record(z.string(), z.unknown()) }),
});

/**
 * Verifies a webhook against each configured secret (several during a rotation) and validates its envelope strictly but
 * not its body. `live` is our own mode: events of the other mode are rejected even if correctly signed. Throws
 * `BadSignature`.
 */
export function verify(
  rawBody: string,
  headers: Readonly<Record<string, string>>,
  { secrets, live }: { readonly secrets: readonly string[]; readonly live: boolean },
): ProviderEvent {
  checkSignature(rawBody, headers['stripe-signature'] ?? '', secrets);
  const parsed = envelope.safeParse(parse(rawBody));
  if (!parsed.success) {
    throw new BadSignature('signed, but not a snapshot event: the endpoint must be for API v1 events');
  }
  const event = parsed.data;
  if (event.livemode !== live) {
    throw new BadSignature(`signed, but for ${event.livemode ? 'live' : 'test'} mode, which isn’t ours`);
  }
  return toEvent(event);
}

function checkSignature(rawBody: string, header: string, secrets: readonly string[]): void {
  if (!secrets.some((secret) => isSigned(rawBody, header, secret))) {
    throw new BadSignature('no configured secret matches the signature, or it is too old');
  }
  const signedAt = Number(/(?:^|,)t=(\d+)/.exec(header)?.[1]);
  if (signedAt - Date.now() / 1000 > TOLERANCE) throw new BadSignature('the signature is from the future');
}

/** Whatever the SDK throws for an unusable header, body, or secret, the signature is invalid. */
function isSigned(rawBody: string, header: string, secret: string): boolean {
  const { signature } = Stripe.webhooks;
  // Checked in two steps: `constructEvent` also throws for thin events, which are signed and get their own message.
  if (signature === null) throw new Error('this build of the Stripe SDK cannot verify signatures');
  try {
    return signature.verifyHeader(rawBody, header, secret, TOLERANCE);
  } catch {
    return false;
  }
}

function parse(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    return null;
  }
}
