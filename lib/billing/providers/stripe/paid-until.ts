import type { InvoiceShape, SubscriptionShape } from './shapes';
import { isForTime } from './shapes';

/**
 * The end of the time that was paid for, unix seconds; null when nothing was. Read from paid invoices, because the
 * subscription's own period moves on before a renewal is paid. An invoice over 0 (a trial, a coupon) counts as paid.
 * A credit takes back the rest of the time it credits, so a year given up for months does not stay open for the year.
 */
export function paidUntil(subscription: SubscriptionShape, invoices: readonly InvoiceShape[]): number | null {
  const paid = invoices.filter((invoice) => invoice.status === 'paid').sort((a, b) => a.created - b.created);
  let until: number | null = null;
  for (const { lines } of paid) {
    const forTime = lines.data.filter(isForTime);
    for (const { period } of forTime.filter((line) => line.amount < 0)) {
      if (until !== null && until <= period.end) until = Math.min(until, period.start);
    }
    for (const { amount, period } of forTime.filter((line) => line.amount >= 0)) {
      const end = amount === 0 ? withinTrial(subscription, period) : period.end;
      until = Math.max(until ?? end, end);
    }
  }
  // The trial itself is the provider's word too, also where its invoice over 0 is missing.
  const { trial_end: trialEnd } = subscription;
  return trialEnd === null ? until : Math.max(until ?? trialEnd, trialEnd);
}

/** A trial that was ended early keeps its invoice line as it was written; the subscription tells the real end. */
function withinTrial(subscription: SubscriptionShape, period: { start: number; end: number }): number {
  const { trial_start: start, trial_end: end } = subscription;
  return start !== null && end !== null && start <= period.start && period.start <= end
    ? Math.min(period.end, end)
    : period.end;
}
