import type Stripe from 'stripe';
import { db } from '@/lib/db';
import { latestSubscription } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';

export const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' } as const;
export const pro = { plan: 'pro', interval: 'month', currency: 'USD', provider: 'stripe' } as const;

/** The customer enters another card, as in Stripe's portal. */
export async function newCard({ stripe, ...story }: Story, card: string): Promise<void> {
  const { externalId, workspaceId: userId } = await latestSubscription({ stripe, ...story });
  const { externalId: customer } = await db().customer.findFirstOrThrow({
    where: { workspaceId: userId, provider: 'stripe' },
  });
  const { id } = await stripe.paymentMethods.attach(card, { customer });
  await stripe.customers.update(customer, { invoice_settings: { default_payment_method: id } });
  await stripe.subscriptions.update(externalId, { default_payment_method: id });
}

/** Pays the open invoice, as the portal does after a new card. */
export async function payOpen({ stripe, ...story }: Story): Promise<void> {
  const { externalId } = await latestSubscription({ stripe, ...story });
  const { data } = await stripe.invoices.list({ subscription: externalId, status: 'open' });
  for (const { id } of data) await stripe.invoices.pay(id);
}

/** A subscription that did not come from our checkout: created through the API, for our customer, with our metadata. */
export async function subscribeByApi(
  story: Story,
  customer: string,
  more: Partial<Stripe.SubscriptionCreateParams>,
): Promise<Stripe.Subscription> {
  const { externalId: price } = await db().providerPrice.findFirstOrThrow({
    where: { provider: 'stripe', sku: 'starter_month', currency: 'USD', active: true },
  });
  return story.stripe.subscriptions.create({ customer, items: [{ price }], ...more });
}
