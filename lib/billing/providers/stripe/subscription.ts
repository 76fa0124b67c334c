import type { PaymentSnapshot, SubscriptionSnapshot } from '../contract';
import { marksOf } from '../marks';
import { cardFacts } from './card';
import { afterDiscounts } from './discounts';
import { paidUntil } from './paid-until';
import { owed } from './past-due';
import { pendingChange } from './pending-change';
import { type InvoiceShape, type ItemShape, idOf, type SubscriptionShape } from './shapes';
import { endedBy, subscriptionStatus } from './status';
import { at, atOrNull } from './time';

/**
 * Stripe's subscription with its invoices, normalised. Pure: the same object in the shape of any API version gives
 * the same snapshot. Times are UTC, amounts minor units.
 */
export function toSubscription(
  raw: SubscriptionShape,
  invoices: readonly InvoiceShape[],
  payments: readonly PaymentSnapshot[],
): SubscriptionSnapshot {
  const [item] = raw.items.data;
  const price = item?.price ?? item?.plan;
  const customerExternalId = idOf(raw.customer);
  if (item === undefined || price === undefined || customerExternalId === null) {
    throw new Error(`Stripe's ${raw.id} has no item or no customer`);
  }
  const { start, end } = currentPeriod(raw);
  const cancelAt = raw.cancel_at ?? (raw.cancel_at_period_end ? end : null);
  const paused = pausedSince(raw, invoices);
  const status = paused === null ? subscriptionStatus(raw.status) : 'paused';
  const debt = status === 'past_due' || status === 'unpaid' ? (owed(invoices) ?? { since: start, attempts: 1 }) : null;
  return {
    externalId: raw.id,
    customerExternalId,
    marks: marksOf(raw.metadata),
    status,
    providerStatus: raw.status,
    priceExternalId: price.id,
    quantity: item.quantity ?? 1,
    currency: (raw.currency ?? price.currency).toUpperCase(),
    amount: afterDiscounts(amountOf(item), raw.discounts ?? [], raw.currency ?? price.currency, end),
    startedAt: at(raw.start_date),
    periodStart: atOrNull(start),
    periodEnd: atOrNull(end),
    paidUntil: atOrNull(paidUntil(raw, invoices)),
    trialEnd: atOrNull(raw.trial_end),
    cancelAt: atOrNull(cancelAt),
    canceledAt: atOrNull(raw.canceled_at),
    endedAt: atOrNull(raw.ended_at),
    endReason: status === 'ended' ? endReason(raw, cancelAt) : null,
    pastDueSince: atOrNull(debt?.since ?? null),
    failedAttempts: debt?.attempts ?? 0,
    pausedAt: atOrNull(paused),
    pausesAt: status === 'active' && raw.pause_collection?.behavior === 'void' ? atOrNull(end) : null,
    ...pendingChange(raw.schedule, { price: price.id, quantity: item.quantity ?? 1 }),
    ...cardFacts(raw),
    payments,
  };
}

/** Since basil each item has its own period; the subscription's is the last to end. */
function currentPeriod(raw: SubscriptionShape): { start: number | null; end: number | null } {
  const periods = raw.items.data.flatMap(({ current_period_start: start, current_period_end: end }) =>
    start === undefined || end === undefined ? [] : [{ start, end }],
  );
  const [latest] = periods.sort((a, b) => b.end - a.end);
  return latest ?? { start: raw.current_period_start ?? null, end: raw.current_period_end ?? null };
}

/** Minor units a period. A price of fractions of a cent is rounded once, over the whole quantity. */
function amountOf({ price, plan, quantity = 1 }: ItemShape): bigint {
  const unit = price?.unit_amount ?? plan?.amount;
  if (unit !== null && unit !== undefined) return BigInt(unit) * BigInt(quantity);
  return BigInt(Math.round(Number(String(price?.unit_amount_decimal ?? 0)) * quantity));
}

/** Who or what ended it. Cancelled at or after the time it was cancelled for: as scheduled; before: at once. */
function endReason(raw: SubscriptionShape, cancelAt: number | null): SubscriptionSnapshot['endReason'] {
  const cause = endedBy(raw.cancellation_details?.reason);
  if (cause !== null) return cause;
  return cancelAt !== null && raw.ended_at !== null && raw.ended_at >= cancelAt ? 'scheduled' : 'immediate';
}

/**
 * Since when nothing is provided, unix seconds: status `paused`, or collection paused as "void" once the first
 * invoice has been voided for it (until then the period is paid).
 */
function pausedSince(raw: SubscriptionShape, invoices: readonly InvoiceShape[]): number | null {
  if (raw.status === 'paused') {
    return raw.status_details?.paused.transitioned_at ?? raw.trial_end ?? currentPeriod(raw).start ?? raw.start_date;
  }
  if (raw.status !== 'active' || raw.pause_collection?.behavior !== 'void') return null;
  const [newest] = [...invoices].sort((a, b) => b.created - a.created);
  return newest?.status === 'void' ? (newest.status_transitions.voided_at ?? newest.created) : null;
}
