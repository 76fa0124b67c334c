import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { METADATA } from '../metadata';
import type { CheckoutParams, CheckoutTaxes } from '../requests';
import { acting } from './errors';
import { isOver } from './fetch-checkout';
import { at } from './time';

/**
 * Opens a hosted checkout. The checkout's id is the idempotency key: repeating the same parameters returns the same
 * session. Throws `ProviderRefused`, `ProviderUnavailable`, `ProviderUnknown`.
 */
export async function createCheckout(
  stripe: Stripe,
  appId: string,
  params: CheckoutParams,
): Promise<{ externalId: string; url: string; expiresAt: Date }> {
  const session = await acting(() =>
    stripe.checkout.sessions.create(toSessionParams(appId, params), { idempotencyKey: params.checkoutId }),
  );
  // A repeat under the same key replays the first response, and an embedded page's session has no URL.
  if (session.url === null) throw new ProviderRefused('Stripe: the session has no URL', 'no_url');
  return { externalId: session.id, url: session.url, expiresAt: at(session.expires_at) };
}

/** The exact request, built only from the stored parameters. No `payment_method_types`: endive has none. */
export function toSessionParams(appId: string, params: CheckoutParams): Stripe.Checkout.SessionCreateParams {
  const { checkoutId, workspaceId, sku, priceExternalId, quantity, trialDays } = params;
  const ownMetadata = {
    [METADATA.app]: appId,
    [METADATA.workspace]: workspaceId,
    [METADATA.checkout]: checkoutId,
    [METADATA.sku]: sku,
  };
  // Session metadata isn't copied to the objects a session creates, so they get our metadata separately.
  const bought = { ...ownMetadata, [METADATA.price]: priceExternalId, [METADATA.quantity]: String(quantity) };
  return {
    customer: params.customerExternalId,
    client_reference_id: workspaceId,
    line_items: [{ price: priceExternalId, quantity }],
    metadata: ownMetadata,
    success_url: params.successUrl,
    cancel_url: params.cancelUrl,
    allow_promotion_codes: true,
    ...(params.taxes === undefined ? {} : taxParams(params.taxes)),
    ...(params.kind === 'subscription'
      ? {
          mode: 'subscription',
          // A trial without a card would end in a failed payment.
          payment_method_collection: 'always',
          subscription_data: { metadata: ownMetadata, ...(trialDays > 0 ? { trial_period_days: trialDays } : {}) },
        }
      : {
          mode: 'payment',
          payment_intent_data: { metadata: bought },
          // Otherwise one-time purchases have no invoice: nothing for the customer's records, and nothing at all to
          // show for a purchase that a promotion code paid in full.
          invoice_creation: { enabled: true, invoice_data: { metadata: bought } },
        }),
  };
}

/** What is entered at the checkout is saved on the customer, so renewals are taxed accordingly. */
function taxParams({ automatic, taxId, address }: CheckoutTaxes): Partial<Stripe.Checkout.SessionCreateParams> {
  if (!automatic && !taxId && address === 'auto') return {};
  return {
    automatic_tax: { enabled: automatic },
    tax_id_collection: { enabled: taxId },
    billing_address_collection: address,
    customer_update: { address: 'auto', name: 'auto' },
  };
}

/** Closes a session so that it can no longer be paid. Throws `ProviderRefused` if it was paid in the meantime. */
export async function closeCheckout(stripe: Stripe, id: string): Promise<boolean> {
  try {
    await acting(() => stripe.checkout.sessions.expire(id));
    return true;
  } catch (error) {
    // Only an open session can be expired, so a refusal may mean that it's already closed.
    if (!(error instanceof ProviderRefused)) throw error;
    if (await isOver(stripe, id)) return true;
    throw error;
  }
}
