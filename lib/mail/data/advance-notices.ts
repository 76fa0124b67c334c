import { sync } from '@/lib/billing/ledger/sync';
import { momentOf, type Reference } from './common';
import { isPast, ofOurs, subscriptionOf } from './our-subscription';

/** Null when the trial has ended or won't be charged. */
export const trialEnding = ofOurs(async ({ status, cancelAt, trialEnd, scheduled, what, charge, paidBy }) => {
  const endsAt = momentOf(trialEnd);
  if (status !== 'trialing' || cancelAt !== null || endsAt === null || endsAt !== scheduled.at) return null;
  if (await isPast(endsAt)) return null;
  return { what, amount: charge, endsAt, paidBy };
});

/** Null when the subscription won't renew on that date. */
export const renewing = ofOurs(async ({ status, cancelAt, pausesAt, periodEnd, scheduled, what, charge, paidBy }) => {
  const renewsAt = momentOf(periodEnd);
  if (status !== 'active' || cancelAt !== null || pausesAt !== null || renewsAt === null || renewsAt !== scheduled.at)
    return null;
  if (await isPast(renewsAt)) return null;
  return { what, amount: charge, renewsAt, paidBy };
});

/**
 * Null when the card was replaced or won't be charged on that date. Syncs first, because no subscription event reports
 * a card that the bank replaced.
 */
export async function cardExpiring(given: Reference) {
  const { provider, externalId } = await subscriptionOf(given);
  await sync(provider, { kind: 'subscription', id: externalId }, { cause: 'mail:card-expiring' });
  return expiringCard(given);
}

const expiringCard = ofOurs(async (seen) => {
  const { status, cancelAt, pausesAt, periodEnd, cardExpires, cardLast4, scheduled, what, charge, paidBy } = seen;
  if ((status !== 'active' && status !== 'trialing') || cancelAt !== null || pausesAt !== null) return null;
  if (paidBy === 'invoice' || periodEnd === null || cardExpires === null || cardExpires > periodEnd) return null;
  if (periodEnd.toISOString() !== scheduled.at || (await isPast(scheduled.at))) return null;
  const lastDay = new Date(cardExpires.getTime() - 1).toISOString();
  return { what, amount: charge, renewsAt: periodEnd.toISOString(), cardLast4, lastDay };
});
