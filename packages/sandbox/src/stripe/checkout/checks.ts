import { invalidParameter, invalidRequest } from '../api/errors';
import type { CheckoutParams } from './fields';

const HALF_HOUR = 1800;
const DAY = 86_400;

function exclusive(params: CheckoutParams, a: keyof CheckoutParams, b: keyof CheckoutParams): void {
  if (params[a] === undefined || params[b] === undefined) return;
  throw invalidParameter(`You may only specify one of these parameters: ${a}, ${b}.`, { param: a });
}

function onlyIn(params: CheckoutParams, name: keyof CheckoutParams, ...modes: CheckoutParams['mode'][]): void {
  if (params[name] === undefined || modes.includes(params.mode)) return;
  throw invalidParameter(`You can not pass \`${name}\` in \`${params.mode}\` mode.`, { param: name });
}

function checkUrl(params: CheckoutParams, name: 'success_url' | 'cancel_url' | 'return_url'): void {
  const value = params[name];
  if (value === undefined || /^[a-z][a-z0-9+.-]*:\/\/[^\s]+$/i.test(value)) return;
  throw invalidParameter('Not a valid URL', { code: 'url_invalid', param: name });
}

/** Validates a new session's parameters without other objects. @throws 400 */
export function checkCheckout(params: CheckoutParams, now: number): void {
  exclusive(params, 'allow_promotion_codes', 'discounts');
  exclusive(params, 'customer', 'customer_email');
  onlyIn(params, 'subscription_data', 'subscription');
  onlyIn(params, 'payment_intent_data', 'payment');
  onlyIn(params, 'setup_intent_data', 'setup');
  onlyIn(params, 'invoice_creation', 'payment');
  onlyIn(params, 'customer_creation', 'payment', 'setup');
  onlyIn(params, 'line_items', 'payment', 'subscription');
  for (const name of ['success_url', 'cancel_url', 'return_url'] as const) checkUrl(params, name);
  const hosted = params.ui_mode === undefined || params.ui_mode === 'hosted' || params.ui_mode === 'hosted_page';
  if (hosted && params.success_url === undefined) {
    throw invalidParameter('Missing required param: success_url.', { code: 'parameter_missing', param: 'success_url' });
  }
  const { expires_at } = params;
  if (expires_at !== undefined && (expires_at < now + HALF_HOUR - 60 || expires_at > now + DAY + 60)) {
    const sooner = expires_at < now + HALF_HOUR - 60;
    throw invalidRequest(
      sooner
        ? 'The `expires_at` timestamp must be at least 30 minutes from Checkout Session creation.'
        : 'The `expires_at` timestamp must be less than 24 hours from Checkout Session creation.',
      { param: 'expires_at' },
    );
  }
  const trialEnd = params.subscription_data?.trial_end;
  if (trialEnd !== undefined && trialEnd < now + 2 * DAY) {
    throw invalidRequest('The `trial_end` date has to be at least 2 days in the future.', {
      param: 'subscription_data[trial_end]',
    });
  }
}
