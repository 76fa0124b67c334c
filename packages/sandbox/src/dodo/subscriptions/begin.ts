import type { Dodo } from '../dodo';
import { newId } from '../ids';
import type { SubscriptionRecord } from '../records/subscription';
import { addInterval, DAY_MS, dayOfMonth } from '../time/calendar';
import { oneCycleLess } from './renew';
import { change } from './state';

type Given = Pick<SubscriptionRecord, 'customerId' | 'currency' | 'billing' | 'plan' | 'discounts' | 'metadata'> &
  Partial<SubscriptionRecord>;

/** A subscription that awaits its first payment. Stored as `pending`, without an event. */
export function pendingSubscription(dodo: Dodo, given: Given): SubscriptionRecord {
  const now = dodo.now();
  const { frequency, period } = given.plan;
  const row: SubscriptionRecord = {
    id: newId('sub_'),
    createdMs: now,
    status: 'pending',
    trialDays: 0,
    trialAmount: null,
    trialEndsMs: null,
    previousBillingMs: now,
    nextBillingMs: addInterval(now, frequency.count, frequency.interval),
    anchorDay: dayOfMonth(now),
    expiresMs: addInterval(now, period.count, period.interval),
    cancelAtNext: false,
    cancelledMs: null,
    cancelFeedback: null,
    cancelComment: null,
    pausedMs: null,
    pastDueEndsMs: null,
    methodId: null,
    onDemand: false,
    scheduled: null,
    debitPaymentId: null,
    pendingChangePaymentId: null,
    credit: 0,
    owed: null,
    retriesDone: 0,
    failNext: 0,
    taxId: null,
    businessName: null,
    sessionId: null,
    customFields: null,
    ...given,
  };
  return dodo.tables.subscriptions.put(row.id, row);
}

/**
 * The first payment succeeded, or a free trial starts: active from now on, also during the trial
 * (docs/providers/dodo.md#subscriptions).
 */
export function begin(dodo: Dodo, row: SubscriptionRecord, methodId: string | null): SubscriptionRecord {
  const now = dodo.now();
  const { frequency, period } = row.plan;
  const onTrial = row.trialDays > 0;
  const first = onTrial ? now + row.trialDays * DAY_MS : addInterval(now, frequency.count, frequency.interval);
  return change(
    dodo,
    row,
    {
      status: 'active',
      methodId,
      trialEndsMs: onTrial ? first : null,
      previousBillingMs: now,
      nextBillingMs: first,
      // A trial changes the day of the month. Otherwise the day of the purchase is kept, also after shorter months.
      anchorDay: dayOfMonth(onTrial ? first : now),
      expiresMs: addInterval(now, period.count, period.interval),
      discounts: onTrial ? row.discounts : oneCycleLess(row.discounts),
    },
    'subscription.active',
  );
}

/** Its first payment failed permanently. */
export function fail(dodo: Dodo, row: SubscriptionRecord): SubscriptionRecord {
  return change(dodo, row, { status: 'failed' }, 'subscription.failed');
}
