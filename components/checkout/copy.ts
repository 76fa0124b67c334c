import { SITE } from '@/config/site';
import type { Confirmation } from '@/lib/billing/checkout/confirm';

export const START = {
  title: 'Review your order',
  lead: 'You won’t be charged on this page. Next, you’ll enter your payment details on our payment provider’s secure page.',
  quantity: 'Packs',
  seats: 'Seats',
  perSeat: 'Price per seat',
  updateSeats: 'Update price',
  price: 'Price',
  today: 'Due today',
  after: (amount: string, days: number) => `${amount} after ${days} days, unless you cancel`,
  renews: {
    week: 'Weekly, until you cancel',
    month: 'Monthly, until you cancel',
    quarter: 'Every 3 months, until you cancel',
    year: 'Yearly, until you cancel',
  },
  once: 'One-time payment',
  billing: 'Billing',
  provider: 'Pay with',
  providerHint: 'The price is the same. Available payment methods vary by country.',
  currencyFixed: (currency: string) => `Your subscriptions are billed in ${currency}, like your first one.`,
  button: 'Continue to payment',
  trialButton: 'Continue to start trial',
  back: 'Back to plans',
  unknown: {
    title: 'This plan isn’t available',
    text: 'The link may be outdated or incomplete. See our current plans on the pricing page.',
  },
  unavailable: 'You can’t buy this right now',
  account: 'Go to account',
  members: 'Go to members',
} as const;

export const CHECKOUT_TITLE = 'Checkout';

export const RESULT: Record<Confirmation['state'], { title: string; text: string }> = {
  confirming: {
    title: 'Confirming your payment',
    text: 'This usually takes a few seconds. The page updates automatically.',
  },
  processing: {
    title: 'Your payment is processing',
    text: 'Bank payments can take a few business days to clear. Once yours does, we’ll activate your purchase and email you a receipt.',
  },
  paid: { title: 'Payment successful', text: 'You’re all set. We’ll email you a receipt.' },
  failed: {
    title: 'Payment failed',
    text: 'Your card was declined, and you weren’t charged. Please try a different card.',
  },
  expired: {
    title: 'This checkout has expired',
    text: 'You weren’t charged. You can start a new checkout anytime.',
  },
  'trial-used': {
    title: 'You’ve already used your free trial',
    text: 'There’s one free trial per customer, so we canceled this one. You weren’t charged. You can subscribe without a trial anytime.',
  },
};

export const RESULT_MORE = {
  trial: {
    title: 'Your trial has started',
    text: 'You have full access, and you weren’t charged. Your account page shows the date of your first payment.',
  },
  open: { reports: 'Create your first report', summaries: 'Create your first summary', credits: 'Use your credits' },
  account: 'View account',
  retry: 'Try again',
  withoutTrial: 'Subscribe without a trial',
  plans: 'Back to plans',
  item: 'Order',
  slow: 'Taking longer than expected?',
  slowText: `You can close this page. Your purchase is activated as soon as the payment is confirmed. If that takes more than an hour, email us at ${SITE.support}.`,
  checkNow: 'Check now',
} as const;

export const CHECKOUT_CANCELED = {
  title: 'You weren’t charged',
  text: 'You left before paying. Your order is still here.',
  retry: 'Pick up where you left off',
  plans: 'Back to plans',
} as const;
