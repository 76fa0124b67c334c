import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { access, accessOfSubscription, isSubscribed } from './access';
import { loadFacts, loadSubscriptionFact } from './facts';
import { type Currency, isCurrency } from './money';
import type { Offer } from './plans';
import { hasHadTrial } from './trial';

export interface Terms {
  readonly trialDays: number;
  readonly currency: Currency;
}

/**
 * Whether this person may buy this now, and on which terms: one live subscription, one Lifetime, one trial,
 * and the currency their first subscription fixed (Stripe does not mix currencies within one customer).
 * Raises billing/already-subscribed or billing/already-owned (409).
 */
export async function assertMayBuy(user: { id: string; email: string }, offer: Offer, wish: Currency): Promise<Terms> {
  const { mode } = env().world;
  const facts = await loadFacts(user.id);
  const first = await db().subscription.findFirst({
    where: { userId: user.id, mode, status: { notIn: ['pending', 'failed'] } },
    orderBy: { startedAt: 'asc' },
    select: { currency: true },
  });
  const currency = first !== null && isCurrency(first.currency) ? first.currency : wish;
  if (offer.lane === 'credits') return { trialDays: 0, currency };
  if (facts.lifetimes.some((lifetime) => lifetime.standing === 'clear' || lifetime.standing === 'disputed')) {
    throw appError('billing/already-owned');
  }
  if (offer.lane === 'lifetime') return { trialDays: 0, currency };
  const holder = await db().subscription.findFirst({
    where: { userId: user.id, mode, holdsSlot: true },
    select: { id: true },
  });
  const now = await businessNow();
  if (holder !== null) {
    const held = accessOfSubscription(await loadSubscriptionFact(db(), holder.id), now);
    if (isSubscribed(held)) throw appError('billing/already-subscribed');
  }
  if (access(facts, now).reason === 'past_due') throw appError('billing/already-subscribed');
  return {
    trialDays: first === null && !(await hasHadTrial(user.email)) ? offer.trialDays : 0,
    currency,
  };
}
