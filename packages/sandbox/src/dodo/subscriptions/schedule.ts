import type { Dodo } from '../dodo';
import type { SubscriptionRecord } from '../records/subscription';

export const RENEWAL = 'dodo_renewal';
export const GRACE_END = 'dodo_grace_end';
export const RETRY = 'dodo_retry';

/** The scheduled actions of a subscription and their data. */
export interface SubscriptionAction {
  subscriptionId: string;
}

const keyOf = (kind: string, row: SubscriptionRecord): string => `${kind}:${row.id}`;

/**
 * Schedules the next billing date of an active subscription unless its renewal is processing, and removes actions that
 * no longer apply.
 */
export function scheduleBilling(dodo: Dodo, row: SubscriptionRecord): void {
  const { clocks } = dodo.world;
  if (row.status === 'active' && !row.debitPaymentId) plan(dodo, RENEWAL, row, nextStop(row));
  else clocks.cancel(keyOf(RENEWAL, row));
  if (row.status !== 'past_due') clocks.cancel(keyOf(GRACE_END, row));
  if (row.status !== 'past_due' && row.status !== 'on_hold') clocks.cancel(keyOf(RETRY, row));
}

/** The next scheduled time: the billing date, or only the end for on-demand subscriptions. */
function nextStop(row: SubscriptionRecord): number {
  if (row.onDemand && !row.cancelAtNext) return row.expiresMs;
  return Math.min(row.nextBillingMs, row.expiresMs);
}

export function plan(dodo: Dodo, kind: string, row: SubscriptionRecord, atMs: number): void {
  const data: SubscriptionAction = { subscriptionId: row.id };
  dodo.world.clocks.schedule({ at: Math.ceil(atMs / 1000), kind, key: keyOf(kind, row), data });
}
