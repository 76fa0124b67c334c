import type { Dodo } from '../dodo';
import { cancelPayment } from '../payments/charge';
import type { PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { addInterval, dayOfMonth } from '../time/calendar';
import { dunning } from './dunning';
import { planRetry } from './hold';
import { collect, oneCycleLess } from './renew';
import { change } from './state';

/** The amount due was paid: active again. Sends `payment.succeeded` first. */
export function recovered(
  dodo: Dodo,
  row: SubscriptionRecord,
  payment: PaymentRecord,
  methodId: string | null,
): SubscriptionRecord {
  const { owed } = row;
  for (const other of dodo.tables.payments.by('subscription', row.id)) {
    if (other.id !== payment.id) cancelPayment(dodo, other.id);
  }
  dodo.emit('payment.succeeded', payment.id);
  const newMethod = methodId !== null && methodId !== row.methodId;
  const types = [
    'subscription.active' as const,
    ...(owed?.period ? ['subscription.renewed' as const] : []),
    ...(newMethod ? ['subscription.update_payment_method' as const] : []),
  ];
  const patch = {
    status: 'active' as const,
    owed: null,
    retriesDone: 0,
    pastDueEndsMs: null,
    credit: row.credit - (owed?.creditUsed ?? 0),
    methodId: methodId ?? row.methodId,
    ...datesAfter(dodo, row),
    ...(owed?.period ? { discounts: oneCycleLess(row.discounts) } : {}),
  };
  const active = change(dodo, row, patch, ...types);
  dunning(dodo, 'dunning.recovered', row, payment.id);
  return active;
}

/**
 * The unpaid period, or a new one from today if that period is already over: time on hold isn't charged. Other amounts
 * due (a plan change) don't affect the dates; a billing date that has passed is due immediately.
 */
function datesAfter(dodo: Dodo, row: SubscriptionRecord): Partial<SubscriptionRecord> {
  const period = row.owed?.period;
  const now = dodo.now();
  if (!period) return {};
  if (period.end > now) return { previousBillingMs: period.start, nextBillingMs: period.end };
  const { count, interval } = row.plan.frequency;
  return {
    previousBillingMs: now,
    nextBillingMs: addInterval(now, count, interval),
    anchorDay: dayOfMonth(now),
  };
}

/** An automatic retry of a failed renewal. */
export function onRetry(dodo: Dodo, subscriptionId: string): void {
  const row = dodo.tables.subscriptions.get(subscriptionId);
  if (!row?.owed || (row.status !== 'on_hold' && row.status !== 'past_due')) return;
  payOwed(dodo, row, row.retriesDone + 1);
}

/** Charges the amount due to the saved card. Returns the resulting payment. */
export function payOwed(dodo: Dodo, row: SubscriptionRecord, retryAttempt: number): PaymentRecord | null {
  const { owed } = row;
  if (!owed) return null;
  const result = collect(dodo, row, owed, { purpose: { kind: 'dues', owed }, retryAttempt });
  const latest = dodo.tables.subscriptions.get(row.id) ?? row;
  if (result.outcome === 'succeeded') {
    recovered(dodo, latest, result.payment, null);
    return result.payment;
  }
  if (result.outcome === 'processing') return result.payment;
  dodo.emit('payment.failed', result.payment.id);
  if (retryAttempt > 0) {
    const tried = dodo.tables.subscriptions.put(row.id, { ...latest, retriesDone: retryAttempt });
    planRetry(dodo, tried, result.payment);
  }
  return result.payment;
}
