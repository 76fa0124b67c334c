import { z } from 'zod';
import { type Interval, isSku, offerOf } from '@/lib/billing/catalog/plans';
import { sync } from '@/lib/billing/ledger/sync';
import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import { momentOf, moneyOf, nameOf, type Reference } from './common';

const held = z.object({ sku: z.string(), quantity: z.number() });
const reference = z.object({
  subscriptionId: z.string(),
  /** The trial end or renewal when the email was scheduled. */
  at: z.string().optional(),
  from: held.optional(),
  to: held.optional(),
});

async function subscriptionOf(given: Reference) {
  const { subscriptionId, ...scheduled } = reference.parse(given);
  const row = await db().subscription.findUniqueOrThrow({ where: { id: subscriptionId } });
  const price = moneyOf(row.amount, row.currency, row.provider);
  // The provider's preview of the next charge, including tax and discounts, where it has one.
  const charge = row.nextChargeAmount === null ? price : moneyOf(row.nextChargeAmount, row.currency, row.provider);
  return { ...row, scheduled, what: nameOf(row.sku, row.quantity), price, charge };
}

/** A delayed notice is dropped once its date has passed. */
async function isPast(moment: string): Promise<boolean> {
  return new Date(moment) <= (await businessNow());
}

/** Null when the trial has ended or won't be charged. */
export async function trialEnding(given: Reference) {
  const { status, cancelAt, trialEnd, scheduled, what, charge } = await subscriptionOf(given);
  const endsAt = momentOf(trialEnd);
  if (status !== 'trialing' || cancelAt !== null || endsAt === null || endsAt !== scheduled.at) return null;
  if (await isPast(endsAt)) return null;
  return { what, amount: charge, endsAt };
}

/** The canceled trial's plan, and its price without a trial. */
export async function secondTrial(given: Reference) {
  const { what, price, sku } = await subscriptionOf(given);
  return { what, amount: price, every: intervalOf(sku ?? '') };
}

/** Null when the subscription won't renew on that date. */
export async function renewing(given: Reference) {
  const { status, cancelAt, pausesAt, periodEnd, scheduled, what, charge } = await subscriptionOf(given);
  const renewsAt = momentOf(periodEnd);
  if (status !== 'active' || cancelAt !== null || pausesAt !== null || renewsAt === null || renewsAt !== scheduled.at)
    return null;
  if (await isPast(renewsAt)) return null;
  return { what, amount: charge, renewsAt };
}

/**
 * Null when the card was replaced or won't be charged on that date. Syncs first, because no subscription event reports
 * a card that the bank replaced.
 */
export async function cardExpiring(given: Reference) {
  const { provider, externalId } = await subscriptionOf(given);
  await sync(provider, { kind: 'subscription', id: externalId }, { cause: 'mail:card-expiring' });
  const { status, cancelAt, pausesAt, periodEnd, cardExpires, cardLast4, scheduled, what, charge } =
    await subscriptionOf(given);
  if ((status !== 'active' && status !== 'trialing') || cancelAt !== null || pausesAt !== null) return null;
  if (periodEnd === null || cardExpires === null || cardExpires > periodEnd) return null;
  if (periodEnd.toISOString() !== scheduled.at || (await isPast(scheduled.at))) return null;
  const lastDay = new Date(cardExpires.getTime() - 1).toISOString();
  return { what, amount: charge, renewsAt: periodEnd.toISOString(), cardLast4, lastDay };
}

export async function canceled(given: Reference) {
  const { cancelAt, what } = await subscriptionOf(given);
  return cancelAt && { what, until: cancelAt.toISOString() };
}

export async function cancellationUndone(given: Reference) {
  const { cancelAt, status, what, periodEnd } = await subscriptionOf(given);
  return cancelAt !== null || status === 'ended' ? null : { what, nextPayment: momentOf(periodEnd) };
}

/** Null when the change is no longer scheduled. */
export async function changePlanned(given: Reference) {
  const { pendingSku, pendingQuantity, quantity, pendingAt, what, scheduled } = await subscriptionOf(given);
  if (
    scheduled.to === undefined ||
    pendingSku !== scheduled.to.sku ||
    (pendingQuantity ?? quantity) !== scheduled.to.quantity
  )
    return null;
  return { from: what, to: nameOf(scheduled.to.sku, scheduled.to.quantity), at: momentOf(pendingAt) };
}

export async function changeUndone(given: Reference) {
  const { status, what, scheduled } = await subscriptionOf(given);
  if (status === 'ended' || scheduled.from === undefined) return null;
  return { what, planned: nameOf(scheduled.from.sku, scheduled.from.quantity) };
}

/** Null when the plan has changed again since; the newer email covers it. */
export async function planChanged(given: Reference) {
  const { sku, quantity, scheduled, what, price } = await subscriptionOf(given);
  const { from, to } = scheduled;
  if (from === undefined || to === undefined || sku !== to.sku || quantity !== to.quantity) return null;
  return { from: nameOf(from.sku, from.quantity), to: what, amount: price, every: intervalOf(to.sku) };
}

function intervalOf(sku: string): Interval | 'period' {
  const offer = isSku(sku) ? offerOf(sku) : null;
  return offer?.lane === 'subscription' ? offer.interval : 'period';
}

export async function ended(given: Reference) {
  const { what, endReason } = await subscriptionOf(given);
  return { what, unpaid: endReason === 'unpaid' };
}
