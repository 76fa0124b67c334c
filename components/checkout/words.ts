import type { Confirmation } from '@/lib/billing/confirm';
import { SITE } from '../site/words';

export const START = {
  title: 'One last look',
  lead: 'Nothing is charged on this page. The next one, at the payment company, asks for your card.',
  item: 'You are buying',
  quantity: 'Packs',
  price: 'Price',
  today: 'To pay today',
  after: (amount: string, days: number) => `${amount} after ${days} days, unless you cancel before`,
  renews: { month: 'Every month until you cancel', year: 'Every year until you cancel' },
  once: 'Once, no renewal',
  renewal: 'Charged',
  provider: 'Pay with',
  providerHint: 'The price is the same. They differ in the ways to pay they offer in your country.',
  currencyFixed: (currency: string) => `Your subscriptions are in ${currency}, as your first one was.`,
  button: 'Continue to payment',
  trialButton: 'Continue to start the trial',
  back: 'Back to the plans',
  unknown: {
    title: 'That plan is not on offer',
    text: 'The link may be old or was cut off on its way. The plans of today are on the pricing page.',
  },
  stopped: 'Nothing to pay here',
  account: 'Go to your account',
} as const;

type State = Confirmation['state'];

export const RESULT: Record<State, { title: string; text: string }> = {
  confirming: {
    title: 'Confirming your payment',
    text: 'We are waiting for the payment company to say yes. It usually takes a few seconds and this page follows by itself.',
  },
  paid: {
    title: 'Thank you, it is yours',
    text: 'The payment arrived and everything is open. A receipt is on its way to you.',
  },
  failed: {
    title: 'The payment did not go through',
    text: 'Nothing was charged. Your card or bank declined it; another card often works.',
  },
  expired: {
    title: 'This checkout has run out',
    text: 'Nothing was charged. Checkouts close after a while; start a new one whenever you like.',
  },
};

export const RESULT_MORE = {
  trial: {
    title: 'Your trial has begun',
    text: 'Everything is open and nothing was charged. Your account page shows the day of the first payment.',
  },
  open: { reports: 'Make your first report', summaries: 'Make your first summary', credits: 'Use your credits' },
  account: 'See it in your account',
  retry: 'Try again',
  plans: 'Back to the plans',
  item: 'Your order',
  long: 'Does it take longer?',
  longText: `You can close this page: as soon as the payment is confirmed your purchase opens by itself. If it has not after an hour, write to ${SITE.support} and we look into it.`,
  checkNow: 'Check now',
} as const;

export const CANCELLED = {
  title: 'Nothing was charged',
  text: 'You left before paying. What you chose is still there.',
  retry: 'Continue where you left',
  plans: 'Back to the plans',
} as const;
