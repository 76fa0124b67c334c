import type { Dodo } from '../dodo';
import { findDecline } from '../payments/decline';
import type { Owed, PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { DAY_MS } from '../time/calendar';
import { dunning } from './dunning';
import { cancelNow } from './end';
import { GRACE_END, plan, RETRY } from './schedule';
import { change } from './state';

const HOUR_MS = 3_600_000;

/**
 * Delays between automatic retries. Only those within the window happen
 * (docs.dodopayments.com/features/recovery/payment-retries).
 */
const RETRY_WAITS_MS = [12, 24, 48, 72, 96, 120, 168, 168].map((hours) => hours * HOUR_MS);
const RETRY_WINDOW_MS = 13 * DAY_MS;

/**
 * After a failed charge: `past_due` with access during a grace period, else `on_hold`. Sends `payment.failed` first.
 */
export function hold(
  dodo: Dodo,
  row: SubscriptionRecord,
  payment: PaymentRecord,
  { period, lines, tax, total, creditUsed, failedPaymentId }: Owed,
): SubscriptionRecord {
  dodo.emit('payment.failed', payment.id);
  const owed: Owed = { period, lines, tax, total, creditUsed, failedPaymentId };
  const graceDays = Number(dodo.switches.get('grace_period_days'));
  const common = { owed, retriesDone: 0, trialEndsMs: null, debitPaymentId: null };
  const endsMs = dodo.now() + graceDays * DAY_MS;
  const held =
    graceDays > 0
      ? change(dodo, row, { ...common, status: 'past_due', pastDueEndsMs: endsMs }, 'subscription.past_due')
      : change(dodo, row, { ...common, status: 'on_hold' }, 'subscription.on_hold');
  if (graceDays > 0) plan(dodo, GRACE_END, held, endsMs);
  dunning(dodo, 'dunning.started', held, payment.id);
  planRetry(dodo, held, payment);
  return held;
}

/** The grace period has ended without a payment. */
export function onGraceEnd(dodo: Dodo, subscriptionId: string): void {
  const row = dodo.tables.subscriptions.get(subscriptionId);
  if (row?.status !== 'past_due') return;
  if (dodo.switches.get('grace_period_end') === 'cancelled') cancelNow(dodo, row);
  else change(dodo, row, { status: 'on_hold', pastDueEndsMs: null }, 'subscription.on_hold');
}

/** Schedules the next automatic retry if retries are on, the decline was soft, and the window is still open. */
export function planRetry(dodo: Dodo, row: SubscriptionRecord, failed: PaymentRecord): void {
  if (dodo.switches.get('auto_retries') === 'off' || !findDecline(failed.errorCode).soft) return;
  const wait = RETRY_WAITS_MS[row.retriesDone];
  const waited = RETRY_WAITS_MS.slice(0, row.retriesDone).reduce((sum, ms) => sum + ms, 0);
  if (wait === undefined || waited + wait > RETRY_WINDOW_MS) return;
  plan(dodo, RETRY, row, dodo.now() + wait);
}
