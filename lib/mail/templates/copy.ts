import { perInterval } from '@/lib/billing/interval-text';
import type { BillingInterval } from '@/lib/billing/providers/snapshots';

/** "per month", "every 3 months", or "per billing period" where the interval isn't known. */
export function perPeriod(every: BillingInterval | null): string {
  return every === null ? 'per billing period' : perInterval(every);
}

/** "for another year", or "for another 6 months". */
export function forAnother(every: BillingInterval | null): string {
  if (every === null) return 'for another billing period';
  return `for another ${every.count === 1 ? every.unit : `${every.count} ${every.unit}s`}`;
}

/** What several emails say, in the words for how a subscription is paid: charged to a card, or by invoice. */
export const PAYING = {
  card: {
    comes: (amount: string) => `You’ll be charged ${amount}`,
    owed: (amount: string, what: string) => `We couldn’t collect ${amount} for ${what}.`,
    payNow: 'Pay now',
    unpaid: ' because we couldn’t collect your payment',
  },
  invoice: {
    comes: (amount: string) => `We’ll send you an invoice for ${amount}`,
    owed: (amount: string, what: string, due: string) => `Your ${amount} invoice for ${what} was due on ${due}.`,
    payNow: 'Pay invoice',
    unpaid: ' because your invoice wasn’t paid',
  },
} as const;

export const CANCELED = {
  subject: 'Your subscription was canceled',
  movedSubject: (day: string) => `Your subscription now ends on ${day}`,
  done: (what: string) => `We’ve canceled ${what}.`,
  moved: (what: string) => `The end date of ${what} has changed.`,
  openUntil: (day: string) => `You have full access until ${day}.`,
  endsOn: (day: string) => `It ends on ${day}.`,
  open: (day: string) => `You have full access until ${day}, and you won’t be charged again.`,
  closed: (day: string) => `It ends on ${day}, and you won’t be charged again.`,
  noRenewal: (day: string) => `It ends on ${day} and won’t renew.`,
  renewsUntil: (day: string, amount: string, chargeDay: string) =>
    `It ends on ${day}. Until then, it renews as usual. Your next payment is ${amount} on ${chargeDay}.`,
  owed: 'Your overdue payment is still due.',
  undo: 'Changed your mind? You can undo the cancellation on your account page until then.',
  keep: 'Keep my plan',
} as const;
