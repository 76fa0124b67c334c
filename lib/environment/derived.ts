import { createHmac } from 'node:crypto';

/**
 * The sandbox's keys. Both processes derive them from SANDBOX_SECRET, so that no second secret has to be copied.
 * `sandbox/config.ts` derives the same values.
 */
export function sandboxKeys(sandboxSecret: string) {
  const derive = (name: string) => createHmac('sha256', sandboxSecret).update(name);
  return {
    stripeKey: `sk_test_sandbox_${derive('stripe-key').digest('hex').slice(0, 24)}`,
    stripeWebhookSecret: `whsec_${derive('stripe-webhook').digest('hex')}`,
    dodoKey: `dodo_test_${derive('dodo-key').digest('hex').slice(0, 24)}`,
    dodoWebhookKey: `whsec_${derive('dodo-webhook').digest('base64')}`,
    oauthClientId: 'sandbox',
    oauthClientSecret: derive('oauth').digest('hex'),
  };
}
