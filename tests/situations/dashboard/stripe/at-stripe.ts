import type Stripe from 'stripe';
import type { Access } from '@/lib/billing/access/decide';
import { getAccess } from '@/lib/billing/access/get-access';
import type { Sku } from '@/lib/billing/catalog/plans';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { open } from '../../../fixtures/customer';
import { customerOf } from '../../../fixtures/dashboard/stripe/customers';
import { buys } from '../../../fixtures/stage';
import type { Story } from '../../../fixtures/story';

export const starter = { plan: 'starter', interval: 'month', currency: 'USD', provider: 'stripe' } as const;
export const starterYear = { ...starter, interval: 'year' } as const;
export const DAY = 86_400;

/** Our price at Stripe. */
export async function ourPrice(sku: Sku, currency = 'USD'): Promise<string> {
  const where = { provider: 'stripe', sku, currency, active: true } as const;
  return (await db().providerPrice.findFirstOrThrow({ where })).externalId;
}

/** Our customer at Stripe, created by the app; nothing is bought yet. */
export async function customerAlone(story: Story): Promise<string> {
  const { externalId } = await open(story.user, starter);
  if (externalId !== null) await story.stripe.checkout.sessions.expire(externalId);
  await story.world.quiet();
  return (await customerOf(story.stripe, story.user.email)).id;
}

/** Buys through the app's checkout; returns the customer and the subscription at Stripe. */
export async function subscribes(
  story: Story,
  input: Parameters<typeof buys>[1] = starter,
): Promise<{ customer: string; subscription: Stripe.Subscription }> {
  await buys(story, input);
  await story.world.quiet();
  const { id } = await customerOf(story.stripe, story.user.email);
  const { data } = await story.stripe.subscriptions.list({ customer: id, limit: 1 });
  const [subscription] = data;
  if (subscription === undefined) throw new Error('The purchase made no subscription');
  return { customer: id, subscription };
}

/** Waits until the app knows everything, and returns what is open. */
export async function opened({ world, user }: Story): Promise<Access> {
  await world.quiet();
  return getAccess(user.id);
}

/** Business time in Unix seconds, as Stripe counts. */
export const nowSeconds = async (): Promise<number> => Math.floor((await businessNow()).getTime() / 1000);

export const openAlerts = () => db().alert.findMany({ where: { closedAt: null } });
export const emailsTo = ({ user }: Story) => db().email.findMany({ where: { userId: user.id } });

/** What a customer paid and got refunded, in minor units, as Stripe counts it. */
export async function paidAtStripe({ stripe }: Story, customer: string): Promise<{ paid: number; refunded: number }> {
  const { data } = await stripe.charges.list({ customer, limit: 100 });
  const good = data.filter(({ status }) => status === 'succeeded');
  return {
    paid: good.reduce((sum, { amount }) => sum + amount, 0),
    refunded: good.reduce((sum, { amount_refunded }) => sum + amount_refunded, 0),
  };
}
