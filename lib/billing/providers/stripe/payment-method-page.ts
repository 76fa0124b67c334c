import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { METADATA, metadataValue, ownMetadataOf } from '../metadata';
import type { CardPageRequest } from '../requests';
import type { CardPageSnapshot, Snapshot } from '../snapshots';
import { acting, readingOrAbsent } from './errors';
import { idOf } from './shapes';

/**
 * A checkout in setup mode: it saves a card and charges nothing. It changes nothing yet; its setup intent says which
 * subscription the card is for.
 */
export async function openCardPage(
  stripe: Stripe,
  appId: string,
  { subscriptionExternalId, customerExternalId, workspaceId, currency, returnUrl, cancelUrl }: CardPageRequest,
  operationId: string,
): Promise<{ externalId: string; url: string }> {
  const ownMetadata = {
    [METADATA.app]: appId,
    [METADATA.workspace]: workspaceId,
    [METADATA.subscription]: subscriptionExternalId,
  };
  const session = await acting(() =>
    stripe.checkout.sessions.create(
      {
        mode: 'setup',
        customer: customerExternalId,
        currency: currency.toLowerCase(),
        success_url: returnUrl,
        cancel_url: cancelUrl,
        metadata: ownMetadata,
        setup_intent_data: { metadata: ownMetadata },
      },
      { idempotencyKey: operationId },
    ),
  );
  if (session.url === null) throw new ProviderRefused('Stripe: the session has no URL', 'no_url');
  return { externalId: session.id, url: session.url };
}

/** The page itself reports a declined card and lets the customer enter another. */
export async function fetchCardPage(stripe: Stripe, id: string): Promise<CardPageSnapshot> {
  const session = await readingOrAbsent(id, () => stripe.checkout.sessions.retrieve(id));
  if (session === null || session.status === 'expired') return { state: 'over', target: null };
  const intent = idOf(session.setup_intent);
  if (session.status !== 'complete' || intent === null) return { state: 'open', target: null };
  return { state: 'given', target: { kind: 'method', id: intent } };
}

/** The card that a setup intent saved; absent until it has saved one. */
export async function fetchMethod(stripe: Stripe, intentId: string): Promise<Snapshot> {
  const intent = await readingOrAbsent(intentId, () => stripe.setupIntents.retrieve(intentId));
  const externalId = intent?.status === 'succeeded' ? idOf(intent.payment_method) : null;
  if (intent === null || externalId === null) return { kind: 'absent' };
  return {
    kind: 'method',
    method: {
      externalId,
      customerExternalId: idOf(intent.customer),
      ownMetadata: ownMetadataOf(intent.metadata),
      subscriptionExternalId: metadataValue(intent.metadata, METADATA.subscription),
    },
  };
}
