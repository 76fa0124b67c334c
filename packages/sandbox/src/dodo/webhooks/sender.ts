import { createHmac } from 'node:crypto';
import type { Endpoint, ProviderDelivery } from '../../engine/deliveries';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { ATTEMPTS, noteLastAttempt } from './auto-disable';
import { payload } from './payload';

/** Delays after each failed attempt: 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 10 h (Dodo docs, webhooks). */
const RETRY_AFTER_SECONDS = [5, 300, 1800, 7200, 18_000, 36_000, 36_000];
const TIMEOUT_MS = 15_000;

/** Sends Dodo's webhooks. The body is built and signed for every attempt, from the object's state at that time. */
export function dodoDelivery(dodo: Dodo): ProviderDelivery {
  return {
    provider: 'dodo',
    retryAfterSeconds: RETRY_AFTER_SECONDS.slice(0, ATTEMPTS - 1),
    timeoutMs: TIMEOUT_MS,
    render(eventId, endpoint, attemptUnix) {
      const event = need(dodo.tables.events, eventId);
      noteLastAttempt(dodo, endpoint, eventId);
      const body = JSON.stringify(payload(dodo, event));
      return {
        type: event.type,
        body,
        headers: {
          ...customHeaders(endpoint),
          'content-type': 'application/json',
          'user-agent': 'Dodo-Payments-Sandbox/1.0',
          'webhook-id': eventId,
          'webhook-timestamp': String(attemptUnix),
          'webhook-signature': signingSecrets(endpoint)
            .map((secret) => `v1,${sign(secret, eventId, attemptUnix, body)}`)
            .join(' '),
        },
      };
    },
  };
}

/** Base64 HMAC-SHA256 of `id.timestamp.body`. The key is the part after `whsec_`, decoded (Standard Webhooks). */
export function sign(secret: string, id: string, unixSeconds: number, body: string): string {
  const key = Buffer.from(secret.replace(/^whsec_/, ''), 'base64');
  return createHmac('sha256', key).update(`${id}.${unixSeconds}.${body}`).digest('base64');
}

/** For 24 hours of real time after a rotation, the old secret signs too. */
function signingSecrets(endpoint: Endpoint): string[] {
  const { rotatedAt } = endpoint;
  const overlaps = typeof rotatedAt !== 'number' || Date.now() < rotatedAt + 86_400_000;
  return overlaps ? endpoint.secrets : endpoint.secrets.slice(0, 1);
}

function customHeaders(endpoint: Endpoint): Record<string, string> {
  const { headers } = endpoint;
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}
