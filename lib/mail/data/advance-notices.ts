import { cardOf } from '@/lib/billing/ledger/notices';
import { sync } from '@/lib/billing/ledger/sync';
import { outageOf } from '@/lib/billing/webhooks/outage';
import type { Away } from '../away';
import { momentOf, type Reference } from './common';
import { isPast, ofOurs, type Seen, subscriptionOf } from './our-subscription';

/** Null when the trial has ended or won't be charged. */
export const trialEnding = synced(({ status, cancelAt, trialEnd, scheduled, what, charge, paidBy }) => {
  const endsAt = momentOf(trialEnd);
  if (status !== 'trialing' || cancelAt !== null || endsAt === null || endsAt !== scheduled.at) return null;
  return { what, amount: charge, endsAt, paidBy };
});

/** Null when the subscription won't renew on that date. */
export const renewing = synced(({ status, cancelAt, pausesAt, periodEnd, scheduled, what, charge, paidBy, every }) => {
  const renewsAt = momentOf(periodEnd);
  if (status !== 'active' || cancelAt !== null || pausesAt !== null || renewsAt === null || renewsAt !== scheduled.at)
    return null;
  return { what, amount: charge, renewsAt, paidBy, every };
});

/** Null when the card was replaced, which has its own warning if it's needed, or won't be charged on that date. */
export const cardExpiring = synced((seen) => {
  const { status, cancelAt, pausesAt, periodEnd, cardExpires, cardLast4, scheduled, what, charge, paidBy } = seen;
  if ((status !== 'active' && status !== 'trialing') || cancelAt !== null || pausesAt !== null) return null;
  if (paidBy === 'invoice' || periodEnd === null || cardExpires === null || cardExpires > periodEnd) return null;
  if (periodEnd.toISOString() !== scheduled.at) return null;
  if (scheduled.card !== undefined && scheduled.card !== cardOf(cardLast4, cardExpires)) return null;
  const lastDay = new Date(cardExpires.getTime() - 1).toISOString();
  return { what, amount: charge, renewsAt: periodEnd.toISOString(), cardLast4, lastDay };
});

/**
 * Loads a notice about a subscription of ours from the provider's state now: no subscription event reports credit that a
 * customer was given, another tax rate, or a card that the bank replaced. Null once its date has passed.
 */
function synced<Data>(load: (seen: Seen) => Data | null) {
  const loadFresh = ofOurs(load);
  return async (given: Reference, away: Away): Promise<Data | null> => {
    const { provider, externalId, origin, scheduled } = await subscriptionOf(given);
    if (origin === 'foreign' || scheduled.at === undefined || (await isPast(scheduled.at))) return null;
    if (away.has(provider)) throw away.get(provider);
    await sync(provider, { kind: 'subscription', id: externalId }, { cause: 'mail:notice' }).catch((error: unknown) => {
      const outage = outageOf(error);
      if (outage !== null && !outage.ours && !outage.answers) away.set(provider, error);
      throw error;
    });
    return loadFresh(given);
  };
}
