import { createHmac } from 'node:crypto';

const hmac = (key: string, message: string): string => createHmac('sha256', key).update(message, 'utf8').digest('hex');

/**
 * The `Stripe-Signature` header: one `v1` per valid secret, and the `v0` that test events also have and verifiers must
 * ignore (docs/providers/stripe.md#webhooks). The key is the whole `whsec_…` string.
 * @param timestamp unix seconds of this attempt
 */
export function signatureHeader(body: string, secrets: string[], timestamp: number): string {
  const message = `${timestamp}.${body}`;
  const signatures = secrets.map((secret) => `v1=${hmac(secret, message)}`);
  return [`t=${timestamp}`, ...signatures, `v0=${hmac('v0', message)}`].join(',');
}
