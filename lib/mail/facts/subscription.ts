import { z } from 'zod';
import { isSku, offerOf } from '@/lib/billing/plans';
import { sync } from '@/lib/billing/sync';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { momentOf, moneyOf, nameOf, type Reference } from './common';

const held = z.object({ sku: z.string(), quantity: z.number() });
const reference = z.object({
  subscriptionId: z.string(),
  /** The moment the mail is about: when it was planned, that was what the subscription said. */
  at: z.string().optional(),
  from: held.optional(),
  to: held.optional(),
});

async function subscriptionOf(given: Reference) {
  const { subscriptionId, ...said } = reference.parse(given);
  const row = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  return { ...row, said, what: nameOf(row.sku, row.quantity), price: moneyOf(row.amount, row.currency) };
}

/** A notice that comes late is not told once its day is over. */
async function isPast(moment: string): Promise<boolean> {
  return new Date(moment) <= (await businessNow());
}

/** Null when the trial has ended or will not become a payment: there is nothing to warn of. */
export async function trialEnding(given: Reference) {
  const { status, cancelAt, trialEnd, said, what, price } = await subscriptionOf(given);
  const endsAt = momentOf(trialEnd);
  if (status !== 'trialing' || cancelAt !== null || endsAt === null || endsAt !== said.at) return null;
  if (await isPast(endsAt)) return null;
  return { what, amount: price, endsAt };
}

/** Null when it will not renew on that day after all. */
export async function renewing(given: Reference) {
  const { status, cancelAt, pausesAt, periodEnd, said, what, price } = await subscriptionOf(given);
  const renewsAt = momentOf(periodEnd);
  if (status !== 'active' || cancelAt !== null || pausesAt !== null || renewsAt === null || renewsAt !== said.at)
    return null;
  if (await isPast(renewsAt)) return null;
  return { what, amount: price, renewsAt };
}

/**
 * Null when another card has come since, or nothing will be charged to it on that day. The provider is asked anew: a card
 * that its bank replaced, or another one of the customer's, is told by no event of the subscription.
 */
export async function cardExpiring(given: Reference) {
  const { provider, externalId } = await subscriptionOf(given);
  await sync(provider, { kind: 'subscription', id: externalId }, { cause: 'mail:card-expiring' });
  const { status, cancelAt, pausesAt, periodEnd, cardExpires, cardLast4, said, what, price } =
    await subscriptionOf(given);
  if ((status !== 'active' && status !== 'trialing') || cancelAt !== null || pausesAt !== null) return null;
  if (periodEnd === null || cardExpires === null || cardExpires > periodEnd) return null;
  if (periodEnd.toISOString() !== said.at || (await isPast(said.at))) return null;
  const lastDay = new Date(cardExpires.getTime() - 1).toISOString();
  return { what, amount: price, renewsAt: periodEnd.toISOString(), cardLast4, lastDay };
}

export async function cancelled(given: Reference) {
  const { cancelAt, what } = await subscriptionOf(given);
  return cancelAt && { what, until: cancelAt.toISOString() };
}

export async function cancelUndone(given: Reference) {
  const { cancelAt, status, what, periodEnd } = await subscriptionOf(given);
  return cancelAt !== null || status === 'ended' ? null : { what, nextPayment: momentOf(periodEnd) };
}

/** Null when it is not planned any more. */
export async function changePlanned(given: Reference) {
  const { pendingSku, pendingQuantity, quantity, pendingAt, what, said } = await subscriptionOf(given);
  if (said.to === undefined || pendingSku !== said.to.sku || (pendingQuantity ?? quantity) !== said.to.quantity)
    return null;
  return { from: what, to: nameOf(said.to.sku, said.to.quantity), at: momentOf(pendingAt) };
}

export async function changeUndone(given: Reference) {
  const { status, what, said } = await subscriptionOf(given);
  if (status === 'ended' || said.from === undefined) return null;
  return { what, planned: nameOf(said.from.sku, said.from.quantity) };
}

/** Null when it has changed again since: the newer mail tells. */
export async function planChanged(given: Reference) {
  const { sku, quantity, said, what, price } = await subscriptionOf(given);
  const { from, to } = said;
  if (from === undefined || to === undefined || sku !== to.sku || quantity !== to.quantity) return null;
  return { from: nameOf(from.sku, from.quantity), to: what, amount: price, every: intervalOf(to.sku) };
}

function intervalOf(sku: string): 'month' | 'year' | 'period' {
  const offer = isSku(sku) ? offerOf(sku) : null;
  return offer?.lane === 'subscription' ? offer.interval : 'period';
}

export async function ended(given: Reference) {
  const { what, endReason } = await subscriptionOf(given);
  return { what, unpaid: endReason === 'unpaid' };
}
