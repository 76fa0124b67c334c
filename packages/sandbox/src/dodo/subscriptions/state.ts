import type DodoPayments from 'dodopayments';
import type { Dodo } from '../dodo';
import type { EventType } from '../lists/event-types';
import type { SubscriptionRecord } from '../records/subscription';
import { scheduleBilling } from './schedule';

export type Status = DodoPayments.SubscriptionStatus;

/** Allowed status transitions (docs.dodopayments.com/features/subscription). */
export const NEXT_STATES: Record<Status, readonly Status[]> = {
  pending: ['active', 'failed'],
  active: ['on_hold', 'past_due', 'paused', 'cancelled', 'expired'],
  on_hold: ['active', 'cancelled'],
  past_due: ['active', 'on_hold', 'cancelled'],
  paused: ['active', 'on_hold', 'cancelled'],
  failed: [],
  cancelled: [],
  expired: [],
};

export const ENDED: readonly Status[] = ['failed', 'cancelled', 'expired'];

/**
 * Stores a changed subscription, schedules its next billing, and sends these events followed by `subscription.updated`,
 * which is sent on every change of a field. @throws Error on a transition that Dodo doesn't have
 */
export function change(
  dodo: Dodo,
  row: SubscriptionRecord,
  patch: Partial<SubscriptionRecord>,
  ...types: EventType[]
): SubscriptionRecord {
  const to = patch.status ?? row.status;
  if (to !== row.status && !NEXT_STATES[row.status].includes(to)) {
    throw new Error(`Subscription ${row.id} cannot go from ${row.status} to ${to}.`);
  }
  const next = dodo.tables.subscriptions.put(row.id, { ...row, ...patch });
  scheduleBilling(dodo, next);
  for (const type of types) dodo.emit(type, row.id);
  dodo.emit('subscription.updated', row.id);
  return next;
}
