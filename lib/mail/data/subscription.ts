import { toSubscriptionView } from '@/lib/billing/account/subscription-view';
import { isOwing, type SubscriptionStatus } from '@/lib/billing/types';
import { momentOf, moneyOf, nameOf, type Reference } from './common';
import { ofOurs, subscriptionOf } from './our-subscription';

/** The canceled trial's plan, and its price without a trial. */
export const secondTrial = ofOurs(({ what, price, every }) => ({ what, amount: price, every }));

/** Null when it no longer ends, or ends on another day, about which there is a newer email. */
export const canceled = ofOurs(({ scheduled: { at, moved = false }, what, ...row }) => {
  const until = momentOf(row.cancelAt);
  if (row.status === 'ended' || until === null || (at !== undefined && at !== until)) return null;
  const charge = toSubscriptionView(row).nextCharge;
  const next = charge && {
    amount: moneyOf(charge.amount ?? row.amount, row.currency, row.provider),
    at: charge.at.toISOString(),
  };
  return { what, until, next, state: stateOf(row), moved };
});

function stateOf({ status }: { readonly status: SubscriptionStatus }): 'open' | 'owing' | 'closed' {
  if (status === 'active' || status === 'trialing') return 'open';
  return isOwing(status) ? 'owing' : 'closed';
}

export const cancellationUndone = ofOurs(({ cancelAt, status, what, periodEnd }) =>
  cancelAt !== null || status === 'ended' ? null : { what, nextPayment: momentOf(periodEnd) },
);

/** Null when the change is no longer scheduled. */
export const changePlanned = ofOurs(({ pendingSku, pendingQuantity, quantity, pendingAt, what, scheduled: { to } }) => {
  if (to === undefined || pendingSku !== to.sku || (pendingQuantity ?? quantity) !== to.quantity) return null;
  return { from: what, to: nameOf(to.sku, to.quantity), at: momentOf(pendingAt) };
});

export const changeUndone = ofOurs(({ status, what, scheduled: { from } }) => {
  if (status === 'ended' || from === undefined) return null;
  return { what, planned: nameOf(from.sku, from.quantity) };
});

/** Null when the plan has changed again since; the newer email covers it. */
export const planChanged = ofOurs(({ sku, quantity, scheduled: { from, to }, what, price, every }) => {
  if (from === undefined || to === undefined || sku !== to.sku || quantity !== to.quantity) return null;
  return { from: nameOf(from.sku, from.quantity), to: what, amount: price, every };
});

/** Null for a subscription that wasn't ours; one that was until it ended is named by what it sold then. */
export async function ended(given: Reference) {
  const { origin, what, endReason, scheduled, paidBy } = await subscriptionOf(given);
  const unpaid = endReason === 'unpaid';
  if (origin !== 'foreign') return { what, unpaid, paidBy };
  const { from } = scheduled;
  return from === undefined ? null : { what: nameOf(from.sku, from.quantity), unpaid, paidBy };
}
