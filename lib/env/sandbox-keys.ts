import { createHmac } from 'node:crypto';

/** The sandbox's API keys and secrets, derived from SANDBOX_SECRET. `packages/sandbox/src/config.ts` derives the same. */
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
