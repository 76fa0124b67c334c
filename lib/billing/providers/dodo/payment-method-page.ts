import type DodoPayments from 'dodopayments';
import { ProviderRefused } from '../errors';
import type { CardPageRequest } from '../requests';
import type { CardPageSnapshot } from '../snapshots';
import { ONCE } from './client';
import { acting, readingOrAbsent } from './errors';
import { paymentStatus } from './status';

/**
 * A page for changing the card. For a subscription on hold it charges the debt; otherwise it's a payment of 0. The body
 * is what the SDK calls `payment_method`; the flat shape of older docs would send nothing.
 */
export async function openCardPage(
  dodo: DodoPayments,
  { subscriptionExternalId, returnUrl }: CardPageRequest,
): Promise<{ externalId: string; url: string }> {
  const page = await acting(() =>
    dodo.subscriptions.updatePaymentMethod(
      subscriptionExternalId,
      { payment_method: { type: 'new', return_url: returnUrl } },
      ONCE,
    ),
  );
  const { payment_id: externalId, payment_link: url } = page;
  if (typeof externalId !== 'string' || typeof url !== 'string')
    throw new ProviderRefused('Dodo: the page for changing the card has no URL', 'no_url');
  return { externalId, url };
}

/** The page is identified by its payment. */
export async function fetchCardPage(
  dodo: DodoPayments,
  paymentId: string,
  subscriptionId: string,
): Promise<CardPageSnapshot> {
  const payment = await readingOrAbsent(() => dodo.payments.retrieve(paymentId));
  const target = { kind: 'subscription', id: subscriptionId } as const;
  if (payment === null || payment.status === 'cancelled') return { state: 'over', target };
  const state = { succeeded: 'given', failed: 'declined', processing: 'open' } as const;
  return { state: state[paymentStatus(payment.status)], target };
}

/** Never called: Dodo sets the new card and charges it as soon as it's added. */
export async function setDefaultMethod(): Promise<void> {
  throw new ProviderRefused('Dodo: a card is changed on its own page', 'not_offered');
}
