import type { StripeContext } from '../api/context';
import type { PaymentIntentRecord, SetupIntentRecord } from '../api/tables';

/** The page where the customer passes or fails the 3-D Secure challenge of an intent. `id` is a `pi_…` or `seti_…`. */
const challengeUrl = (ctx: StripeContext, id: string): string => `${ctx.world.config.url}/pay/stripe/challenge/${id}`;

type NextAction = NonNullable<PaymentIntentRecord['next_action']> & NonNullable<SetupIntentRecord['next_action']>;

/** With a return URL the customer is redirected to the page; otherwise stripe.js shows it. */
export function challengeAction(ctx: StripeContext, id: string, returnUrl: string | null): NextAction {
  const url = challengeUrl(ctx, id);
  if (returnUrl !== null) return { type: 'redirect_to_url', redirect_to_url: { return_url: returnUrl, url } };
  return { type: 'use_stripe_sdk', use_stripe_sdk: { type: 'three_d_secure_redirect', stripe_js: url } };
}
