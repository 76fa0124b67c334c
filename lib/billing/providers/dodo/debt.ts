import type { InvoiceSnapshot } from '../money-snapshots';
import type { Debt } from '../snapshots';
import { tookMoney } from './bought';
import { type History, isUnderWay } from './history';
import { addInterval, intervalOf } from './interval';
import { unpaidInvoice, voidInvoice } from './invoice';
import type { ListedPayment, PaymentShape, SubscriptionShape } from './shapes';
import { paymentStatus } from './status';
import { at, HOUR, shifted } from './time';
import { trialEnd } from './trial';

/** An overdue payment for time: when it was due, and the attempts to collect it, newest first. */
export interface Unpaid {
  readonly due: Date;
  readonly attempts: readonly ListedPayment[];
}

type Listed = readonly ListedPayment[];

/**
 * What is unpaid for time after the last successful payment. A plan change whose charge was declined happened within
 * the paid period, so nothing is owed for it. Null if no attempt failed.
 */
export function unpaidOf(raw: SubscriptionShape, listed: Listed, { current }: History): Unpaid | null {
  const failed = lastAttempts(
    listed,
    ({ status, total_amount }) => total_amount > 0 && paymentStatus(status) === 'failed',
  );
  const [newest] = failed;
  if (newest === undefined) return null;
  const paidUntil = current?.until ?? trialEnd(raw, listed) ?? at(raw.created_at);
  const due = dueDate(raw, paidUntil, at(newest.created_at)) ?? changeAppliedUnpaid(raw, failed);
  return due === null
    ? null
    : { due, attempts: failed.filter((payment) => at(payment.created_at) >= shifted(due, -HOUR)) };
}

/** It isn't documented whether Dodo moves the billing dates before the payment arrives, so both are handled. */
function dueDate(raw: SubscriptionShape, paidUntil: Date, tried: Date): Date | null {
  const reached = (date: Date) => tried >= shifted(date, -HOUR);
  const [next, previous] = [at(raw.next_billing_date), at(raw.previous_billing_date)];
  if (reached(next)) return next;
  if (previous >= shifted(paidUntil, -HOUR) && reached(previous)) return previous;
  return reached(paidUntil) ? paidUntil : null;
}

/** A change that was applied although its charge failed is owed: the subscription is on hold only in that case. */
function changeAppliedUnpaid(raw: SubscriptionShape, failed: Listed): Date | null {
  if (raw.status !== 'on_hold' && raw.status !== 'past_due') return null;
  const since = failed.filter(({ created_at }) => at(created_at) >= shifted(at(raw.previous_billing_date), -HOUR));
  const oldest = since.at(-1) ?? failed[0];
  return oldest === undefined ? null : at(oldest.created_at);
}

/** `payments` are the fully fetched ones. Without a failed payment, it's owed since its due date. */
export function toDebt(raw: SubscriptionShape, unpaid: Unpaid | null, payments: readonly PaymentShape[]): Debt {
  const ids = new Set(unpaid?.attempts.map(({ payment_id: id }) => id));
  // Dodo numbers the scheduled retries; the customer's own attempts on a page don't count.
  const retries = payments.filter(({ payment_id: id }) => ids.has(id)).map(({ retry_attempt: attempt }) => attempt);
  return {
    since: unpaid?.due ?? at(raw.next_billing_date),
    attempts: 1 + Math.max(0, ...retries),
    invoiceExternalId: null,
    amount: BigInt(unpaid?.attempts[0]?.total_amount ?? raw.recurring_pre_tax_amount),
  };
}

/** While money is owed or processing, the newest attempt's invoice is open; all other attempts are void. */
export function unpaidInvoices(
  raw: SubscriptionShape,
  listed: Listed,
  unpaid: Unpaid | null,
  history: History,
  owes: boolean,
): InvoiceSnapshot[] {
  const underWay = lastAttempts(listed, isUnderWay)[0] ?? null;
  const newest = underWay ?? (owes ? (unpaid?.attempts[0] ?? null) : null);
  const failed = listed.filter(
    (payment) => payment !== newest && payment.total_amount > 0 && paymentStatus(payment.status) === 'failed',
  );
  const voided = failed.map(({ payment_id: id, total_amount: total, created_at }) =>
    voidInvoice(raw, id, BigInt(total), at(created_at)),
  );
  return newest === null ? voided : [...voided, openInvoice(raw, newest, unpaid, history)];
}

function openInvoice(raw: SubscriptionShape, payment: ListedPayment, unpaid: Unpaid | null, { current }: History) {
  const created = at(payment.created_at);
  const from = unpaid?.due ?? (current !== null && current.until > created ? created : (current?.until ?? created));
  const interval = intervalOf(raw);
  const sale = {
    ...{ invoiceId: payment.payment_id, kind: 'period' as const, productId: raw.product_id, quantity: raw.quantity },
    ...{ amount: BigInt(payment.total_amount), from, until: interval === null ? from : addInterval(from, interval) },
  };
  return unpaidInvoice(raw, sale, created);
}

/** The payments of a kind after the last successful one, newest first. */
function lastAttempts(listed: Listed, isOne: (payment: ListedPayment) => boolean): ListedPayment[] {
  const newestFirst = [...listed].sort((a, b) => at(b.created_at).getTime() - at(a.created_at).getTime());
  const paid = newestFirst.findIndex(tookMoney);
  return (paid === -1 ? newestFirst : newestFirst.slice(0, paid)).filter(isOne);
}
