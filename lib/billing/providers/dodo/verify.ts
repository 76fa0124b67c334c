import { Webhook, WebhookVerificationError } from 'standardwebhooks';
import { z } from 'zod';
import { eventMoment, eventText } from '../envelope';
import { BadSignature } from '../errors';
import type { ProviderEvent } from '../snapshots';
import { targetOf } from './events';
import { at } from './time';

const envelope = z.looseObject({
  type: eventText,
  timestamp: eventMoment,
  data: z.record(z.string(), z.unknown()),
});

/**
 * Verifies a webhook against each configured key (several during a rotation; Standard Webhooks, at most 300 s old or
 * ahead) and validates its envelope strictly but not its body: the schema in Dodo's own adapter rejects Dodo's own
 * events. The event's id is the `webhook-id` header, the same on every attempt. Throws `BadSignature`; a malformed key
 * throws an ordinary error, so Dodo retries and the event succeeds once the key is fixed.
 */
export function verify(
  rawBody: string,
  headers: Readonly<Record<string, string>>,
  { keys }: { readonly keys: readonly string[] },
): ProviderEvent {
  const webhooks = keys.map((key) => new Webhook(key));
  if (!webhooks.some((webhook) => isSigned(webhook, rawBody, headers))) {
    throw new BadSignature('no configured key matches the signature, or its time is too far off');
  }
  const parsed = envelope.safeParse(parse(rawBody));
  const eventId = eventText.safeParse(headers['webhook-id']);
  if (!parsed.success || !eventId.success) throw new BadSignature('signed, but not an event');
  const event = parsed.data;
  return {
    eventId: eventId.data,
    type: event.type,
    occurredAt: at(event.timestamp),
    apiVersion: null,
    payload: event,
    ...targetOf(event.type, event.data),
  };
}

function isSigned(webhook: Webhook, rawBody: string, headers: Readonly<Record<string, string>>): boolean {
  try {
    webhook.verify(rawBody, { ...headers }, { jsonParse: false });
    return true;
  } catch (error) {
    if (error instanceof WebhookVerificationError) return false;
    throw error;
  }
}

function parse(rawBody: string): unknown {
  try {
    return JSON.parse(rawBody);
  } catch {
    return null;
  }
}
