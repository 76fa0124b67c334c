import type { Provider } from '@/lib/billing/types';
import { SITE } from '../site/words';

export const PROVIDERS: Record<Provider, string> = { stripe: 'Stripe', dodo: 'Dodo Payments' };

export const ACCOUNT = {
  title: 'Account',
  signedInAs: (email: string) => `Signed in as ${email}`,
  plan: 'Plan',
  price: 'Price',
  nextCharge: 'Next charge',
  noCharge: 'None',
  dueNow: (amount: string) => `${amount}, due now`,
  nextOn: (amount: string, date: string) => `${amount} on ${date}`,
  credits: 'Credits left',
  per: { month: 'a month', year: 'a year' },
  seePlans: 'See the plans',
  open: 'Open your account',
  manage: 'Manage billing',
  manageAt: (provider: string) => `Manage billing at ${provider}`,
  manageHint: 'Your card and billing address are kept by the payment company, on its own page.',
  payments: 'Payments',
  paymentsLead: 'What you paid, with its invoice, and what became of it.',
  noPayments: 'Nothing paid yet. Every payment will stand here with what became of it.',
  paymentsTable: 'Your payments, newest first',
  columns: { date: 'Date', what: 'What', how: 'Paid with', amount: 'Amount', state: 'State', more: 'More' },
  card: (brand: string, last4: string) => `${brand} ending ${last4}`,
  duplicates:
    'You were subscribed a second time by accident. We are stopping the second subscription and giving that money back.',
  duplicatesTitle: 'A second subscription is being undone',
  invoice: 'Invoice',
  signOut: 'Sign out',
  help: 'Something looks wrong?',
  write: `Write to us at ${SITE.support}`,
} as const;

export const LICENSES = {
  title: 'License keys',
  key: 'Key',
  devices: 'Devices',
  anyNumber: 'Any number',
  until: 'Valid until',
  forGood: 'For good',
  state: 'State',
} as const;

export const LICENSE_STATES = {
  valid: { name: 'Valid', tone: 'good' },
  over: { name: 'Expired', tone: 'neutral' },
  off: { name: 'Switched off', tone: 'bad' },
} as const;

export const PAYMENT_STATES = {
  processing: { name: 'On its way', tone: 'neutral' },
  succeeded: { name: 'Paid', tone: 'good' },
  failed: { name: 'Declined', tone: 'bad' },
  refunded: { name: 'Refunded', tone: 'neutral' },
  partly: { name: 'Partly refunded', tone: 'neutral' },
} as const;

export const BANNER = {
  fix: 'Pay now',
  card: 'Change card',
  pastDue: {
    title: 'Your last payment did not go through',
    until: (date: string) => `Everything stays open until ${date}. Give another card, and it is paid at once.`,
    over: 'You can look at your pages, but not use the paid parts until it is settled.',
  },
  renewalDue: {
    title: 'We are waiting for your renewal',
    until: (date: string) => `Everything stays open until ${date}.`,
    over: 'You can look at your pages, but not use the paid parts until it arrives.',
  },
  cancelling: {
    title: (plan: string, date: string) => `${plan} ends on ${date}`,
    text: 'Nothing more will be charged. Changed your mind? One click keeps it.',
    keep: 'Keep my plan',
  },
} as const;

interface PlanFigures {
  readonly plan: string;
  readonly date: string;
  readonly price: string;
}

/** The state of the plan as sentences: what is open, until when, and what happens next. */
export const PLAN_STATES = {
  never: () => 'You are on the free plan. Nothing is charged.',
  trial: ({ plan, date, price }: PlanFigures) =>
    `You are trying ${plan}, free until ${date}. That day the first ${price} is charged, unless you cancel before.`,
  paid: ({ plan, date }: PlanFigures) => `${plan} is paid until ${date} and then renews by itself.`,
  pausing: ({ plan, date }: PlanFigures) =>
    `${plan} stays open until ${date} and then pauses. Nothing is charged that day.`,
  cancelling: ({ plan, date }: PlanFigures) =>
    `${plan} stays open until ${date} and then ends. Nothing more is charged.`,
  renewal_due: ({ plan }: PlanFigures) => `The renewal of ${plan} has not arrived yet.`,
  past_due: ({ plan }: PlanFigures) => `The last payment for ${plan} did not go through. It is being tried again.`,
  lifetime: ({ plan }: PlanFigures) => `${plan} is yours for good. Nothing is charged again.`,
  disputed: ({ plan }: PlanFigures) =>
    `A payment for ${plan} is disputed at your bank. Until that is decided you can look, but not use the paid parts.`,
  refunded: ({ plan }: PlanFigures) => `${plan} was refunded and is closed.`,
  charged_back: ({ plan }: PlanFigures) => `Your bank took a payment for ${plan} back, so it is closed.`,
  paused: ({ plan }: PlanFigures) => `${plan} is paused. Nothing is charged while it is.`,
  unpaid: ({ plan }: PlanFigures) => `${plan} is closed because its payments did not go through.`,
  ended: ({ plan }: PlanFigures) => `${plan} has ended. You are on the free plan.`,
  pending: ({ plan }: PlanFigures) => `${plan} opens as soon as its first payment is confirmed.`,
} as const;
