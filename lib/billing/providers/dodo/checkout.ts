import type DodoPayments from 'dodopayments';
import { isCurrency } from '../../money';
import { ProviderRefused } from '../errors';
import { METADATA } from '../metadata';
import type { CheckoutParams } from '../requests';
import { ONCE } from './client';
import { acting } from './errors';
import { DAY, shifted } from './time';

/**
 * Opens a hosted checkout. Sent once: after `ProviderUnknown`, a session may exist whose URL is lost. `now` is the time
 * of the request; Dodo doesn't return when a session expires, but its docs say after 24 hours.
 */
export async function createCheckout(
  dodo: DodoPayments,
  appId: string,
  params: CheckoutParams,
  now: Date,
): Promise<{ externalId: string; url: string; expiresAt: Date }> {
  const body = toSessionParams(appId, params);
  const session = await acting(() => dodo.checkoutSessions.create(body, ONCE));
  const url = session.checkout_url ?? null;
  if (url === null) throw new ProviderRefused('Dodo: the session has no URL', 'no_url');
  return { externalId: session.session_id, url, expiresAt: sessionEnd(now) };
}

/** When a session opened at that time can no longer be paid. */
export const sessionEnd = (openedAt: Date): Date => shifted(openedAt, DAY);

/** The exact request, built only from the stored parameters. */
export function toSessionParams(appId: string, params: CheckoutParams): DodoPayments.CheckoutSessionCreateParams {
  const { checkoutId, workspaceId, sku, priceExternalId, quantity, currency, trialDays } = params;
  if (!isCurrency(currency)) throw new ProviderRefused(`Dodo: ${currency} isn’t supported`, 'UNSUPPORTED_CURRENCY');
  return {
    product_cart: [{ product_id: priceExternalId, quantity }],
    customer: { customer_id: params.customerExternalId },
    // Returned on the payment, the subscription, and its renewals.
    metadata: {
      [METADATA.app]: appId,
      [METADATA.workspace]: workspaceId,
      [METADATA.checkout]: checkoutId,
      [METADATA.sku]: sku,
    },
    return_url: params.successUrl,
    cancel_url: params.cancelUrl,
    billing_currency: currency,
    feature_flags: {
      // Our success page shows the outcome; Dodo's own would be an extra step.
      redirect_immediately: true,
      // Our email address is authoritative, and a customer's currency is fixed by their first subscription.
      allow_customer_editing_email: false,
      allow_currency_selection: false,
    },
    ...(params.kind === 'subscription' ? { subscription_data: { trial_period_days: trialDays } } : {}),
  };
}
