import { REFUND_DAYS } from '@/lib/billing/account/refund-rules';
import type { RefundTerms } from '@/lib/billing/account/refund-terms';
import { PLANS } from '@/lib/billing/catalog/plans';

/** What the refund ends, and what the customer keeps. */
function closing(closes: NonNullable<RefundTerms['closes']>, date: (at: Date) => string): string {
  if (closes.kind === 'lifetime') return 'Your lifetime access ends immediately.';
  const { name } = PLANS[closes.plan];
  const until = closes.keeps?.until ? ` until ${date(closes.keeps.until)}` : '';
  if (closes.kind === 'seats') {
    const removed = closes.seats === 1 ? '1 seat is removed' : `${closes.seats} seats are removed`;
    return `${removed} immediately. You keep ${closes.keeps.seats}${until}, and your plan renews as it is.`;
  }
  const keeps = closes.keeps === null ? '' : ` You keep ${PLANS[closes.keeps.plan].name}${until}.`;
  return closes.kind === 'subscription'
    ? `Your ${name} subscription ends immediately and won’t renew.${keeps}`
    : `Your access to ${name} ends immediately.${keeps} Your subscription still renews as ${name} unless you change it.`;
}

export const REFUND = {
  link: 'Request a refund',
  title: 'Request a refund',
  lead: (what: string, date: string) => `You paid for ${what} on ${date}.`,
  amount: 'Refund amount',
  destination: 'Refund to',
  card: (brand: string, last4: string) => `${brand} ending in ${last4}`,
  originalMethod: 'Original payment method',
  arrives: 'Arrives in',
  days: '5 to 10 days, depending on your bank',
  changes: 'What changes',
  closing,
  nothing: 'Nothing. This payment covers time that has passed.',
  credits: (count: string) => `${count} credits are removed from your account.`,
  final: 'Refunds are final. You can subscribe again anytime.',
  button: (amount: string) => `Refund ${amount}`,
  keep: 'Keep my purchase',
  unavailable: {
    title: 'This payment isn’t refundable',
    refunded: (amount: string) => `We’ve already refunded ${amount} of this payment, or the refund is on its way.`,
    spent: 'Some of its credits have been used.',
    other: `Payments can be refunded once, in full, within ${REFUND_DAYS} days.`,
    newerPayment: 'A newer payment depends on this one. Request a refund of your newest payment first.',
    credited:
      'Your plan was reduced after this payment, and part of it was credited to you. We’ll work out the rest with you.',
    alreadyUsed: 'You’ve already received a refund for this product. We’re happy to review another request.',
    contact: 'Need help? Email us at',
    back: 'Back to payments',
  },
} as const;
