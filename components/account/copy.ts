import { SITE } from '@/config/site';
import { SIGN_IN_WINDOW_MINUTES } from '@/lib/account/recent-sign-in';
import { BASE_PLAN, PLANS } from '@/lib/billing/catalog/plans';
import type { CustomerAction as AccountAction } from '@/lib/billing/operations/action-status';
import type { Provider } from '@/lib/billing/types';

/** Name of the plan that everyone has. */
export const FREE = PLANS[BASE_PLAN].name;

export const PROVIDER_NAMES: Record<Provider, string> = { stripe: 'Stripe', dodo: 'Dodo Payments' };

export const ACCOUNT = {
  title: 'Account',
  signedInAs: (email: string) => `Signed in as ${email}`,
  plan: 'Current plan',
  lifetimePlan: (plan: string) => `${plan} (Lifetime)`,
  price: 'Price',
  nextPayment: 'Next payment',
  noPayment: 'None',
  dueNow: (amount: string) => `${amount}, due now`,
  nextOn: (amount: string, date: string) => `${amount} on ${date}`,
  nextUnknown: (date: string) => `On ${date}`,
  otherItems: (count: number) => (count === 1 ? 'Includes 1 add-on' : `Includes ${count} add-ons`),
  credits: 'Credits remaining',
  seePlans: 'View plans',
  open: 'Go to account',
  manage: 'Manage billing',
  manageAt: (provider: string) => `Manage billing on ${provider}`,
  manageHint: 'Your payment method and billing address are stored securely by our payment provider.',
  payments: 'Payments',
  paymentsLead: 'Your payment history, invoices, and refunds.',
  noPayments: 'No payments yet. Your payments and their status will appear here.',
  paymentsTable: 'Your payments, newest first',
  columns: {
    date: 'Date',
    description: 'Description',
    method: 'Payment method',
    amount: 'Amount',
    status: 'Status',
    actions: 'Actions',
  },
  card: (brand: string, last4: string) => `${brand} ending in ${last4}`,
  duplicatesTitle: 'We’re canceling a duplicate subscription',
  duplicates: 'It looks like you subscribed twice. We’re canceling the second subscription and refunding the payment.',
  invoice: 'Invoice',
  signOut: 'Sign out',
  help: 'Questions about billing?',
  write: `Email us at ${SITE.support}`,
} as const;

export const LICENSES = {
  title: 'License keys',
  key: 'Key',
  devices: 'Devices',
  unlimited: 'Unlimited',
  expires: 'Expires',
  never: 'Never',
  status: 'Status',
} as const;

export const LICENSE_STATES = {
  valid: { name: 'Active', variant: 'success' },
  over: { name: 'Expired', variant: 'secondary' },
  off: { name: 'Disabled', variant: 'destructive' },
} as const;

export const PAYMENT_STATES = {
  processing: { name: 'Processing', variant: 'secondary' },
  succeeded: { name: 'Paid', variant: 'success' },
  outside: { name: 'Paid elsewhere', variant: 'success' },
  failed: { name: 'Failed', variant: 'destructive' },
  refunded: { name: 'Refunded', variant: 'secondary' },
  partlyRefunded: { name: 'Partially refunded', variant: 'secondary' },
} as const;

export const BANNER = {
  overSeats: {
    title: 'Your workspace has more people than seats',
    text: 'It’s read-only until there are enough seats or fewer members.',
  },
  members: 'View members',
  payNow: 'Pay now',
  payInvoice: 'Pay invoice',
  confirmPayment: 'Confirm payment',
  updateCard: 'Update payment method',
  pastDue: {
    title: () => 'Your last payment failed',
    until: (date: string, amount: string) =>
      `We couldn’t collect ${amount}. You have full access until ${date}. Update your payment method and we’ll retry the payment right away.`,
    over: (amount: string) =>
      `We couldn’t collect ${amount}. Your account is read-only until the payment goes through.`,
  },
  confirm: {
    title: (amount: string) => `Confirm your payment of ${amount}`,
    until: (date: string) => `Your bank needs your confirmation. You have full access until ${date}.`,
    over: () => 'Your bank needs your confirmation. Your account is read-only until the payment goes through.',
  },
  invoiceOverdue: {
    title: (amount: string) => `Your ${amount} invoice is overdue`,
    until: (date: string) => `You have full access until ${date}.`,
    over: () => 'Your account is read-only until the invoice is paid.',
  },
  invoiceOpen: {
    title: (amount: string, date: string | null) =>
      date === null ? `You have an open invoice for ${amount}` : `Your ${amount} invoice is due on ${date}`,
    text: 'Pay online or by the method we agreed on. You have full access until then.',
  },
  awaitsConfirmation: {
    title: 'Confirm with your bank',
    text: 'Your plan changes as soon as you confirm the payment. Until then, you stay on your current plan and aren’t charged.',
  },
  renewalDue: {
    title: () => 'We’re waiting for your renewal payment',
    until: (date: string) => `You have full access until ${date}.`,
    over: () => 'Your account is read-only until the payment goes through.',
  },
  canceling: {
    title: (plan: string, date: string) => `${plan} ends on ${date}`,
    text: 'You won’t be charged again. Changed your mind? You can keep your plan until then.',
    charged: (charge: string) =>
      `Until then, it renews as usual. Your next payment is ${charge}. Changed your mind? You can keep your plan.`,
    /** The subscription is over, and what was paid is still open. */
    over: 'You won’t be charged again. You can subscribe again anytime.',
    keep: 'Keep my plan',
  },
} as const;

interface PlanFigures {
  readonly plan: string;
  readonly date: string;
  /** The next charge, or else the price. */
  readonly price: string;
  /** The plan that the subscription renews as. */
  readonly next: string;
}

/** One sentence for each reason of an access decision: what the customer has and what happens next. */
export const PLAN_STATES = {
  never: () => `You’re on the ${FREE} plan.`,
  trial: ({ plan, date, price }: PlanFigures) =>
    `Your free trial of ${plan} ends on ${date}. You’ll be charged ${price} then, unless you cancel.`,
  paid: ({ plan, date }: PlanFigures) => `${plan} renews automatically on ${date}.`,
  renewsAs: ({ plan, date, next }: PlanFigures) =>
    `You have ${plan} until ${date}. Then your subscription renews as ${next}.`,
  pausing: ({ plan, date }: PlanFigures) =>
    `${plan} stays active until ${date}, then pauses. You won’t be charged while it’s paused.`,
  given: ({ plan, date }: PlanFigures) => `You have access to ${plan} until ${date}.`,
  granted: ({ plan, date }: PlanFigures) => `You have ${plan} until ${date}, at no charge.`,
  no_seats: ({ plan }: PlanFigures) => `Your ${plan} plan has no seats. Add a seat to use it.`,
  over_seats: ({ plan }: PlanFigures) =>
    `Your workspace has more people than ${plan} has seats for, so it’s read-only. Add seats or remove members.`,
  cancelingLater: ({ plan, date, price }: PlanFigures) =>
    `${plan} ends on ${date}. Until then, it renews as usual. Your next payment is ${price}.`,
  collectionPaused: ({ plan, date }: PlanFigures) =>
    date === ''
      ? `You have access to ${plan}. Your payments are on hold, so you won’t be charged for now.`
      : `You have access to ${plan} until ${date}. Your payments are on hold, so you won’t be charged for now.`,
  canceling: ({ plan, date }: PlanFigures) => `${plan} stays active until ${date}. You won’t be charged again.`,
  renewal_due: ({ plan }: PlanFigures) => `Your renewal payment for ${plan} hasn’t arrived yet.`,
  past_due: ({ plan }: PlanFigures) => `Your last payment for ${plan} failed. We’ll retry it automatically.`,
  invoiceOverdue: ({ plan }: PlanFigures) => `Your invoice for ${plan} is overdue.`,
  lifetime: ({ plan }: PlanFigures) => `You have lifetime access to ${plan}. You won’t be charged again.`,
  disputed: ({ plan }: PlanFigures) =>
    `A payment for ${plan} is under dispute with your bank. Your account is read-only until the dispute is resolved.`,
  refunded: ({ plan }: PlanFigures) => `${plan} was refunded and is no longer active.`,
  charged_back: ({ plan }: PlanFigures) => `Your bank reversed a payment for ${plan}, so it’s no longer active.`,
  paused: ({ plan }: PlanFigures) => `${plan} is paused. You won’t be charged until you resume.`,
  unpaid: ({ plan }: PlanFigures) => `${plan} is inactive because its payments failed.`,
  invoiceUnpaid: ({ plan }: PlanFigures) => `${plan} is inactive because its invoice wasn’t paid.`,
  ended: ({ plan }: PlanFigures) => `${plan} has ended. You’re on the ${FREE} plan.`,
  pending: ({ plan }: PlanFigures) => `${plan} starts as soon as your first payment is confirmed.`,
} as const;

interface NoticeCopy {
  readonly title: string;
  readonly text: string;
}

export const ACTION_DONE: Record<AccountAction | 'payment-method', NoticeCopy> = {
  change: { title: 'Your plan was updated', text: 'Here’s your updated plan. We’ll email you a confirmation.' },
  'undo-change': { title: 'Your scheduled change was canceled', text: 'You’ll stay on your current plan.' },
  cancel: {
    title: 'Your subscription was canceled',
    text: 'You won’t be charged again. We’ll email you a confirmation.',
  },
  'undo-cancel': {
    title: 'Your cancellation was reversed',
    text: 'Your plan renews as usual. We’ll email you a confirmation.',
  },
  refund: {
    title: 'Your refund is on its way',
    text: 'It can take 5 to 10 days to appear on your statement. We’ll email you a confirmation.',
  },
  pause: { title: 'Your plan is paused', text: 'You won’t be charged until you resume.' },
  resume: { title: 'Your plan is active again', text: 'Here’s your updated plan.' },
  'payment-method': {
    title: 'Your payment method was updated',
    text: 'Any outstanding balance is paid, and we’ll use this card from now on.',
  },
};

export const ACTION_SCHEDULED: NoticeCopy = {
  title: 'Your change is scheduled',
  text: 'It takes effect on the date below. You can undo it until then.',
};

/** The provider has neither confirmed nor refused the request. */
export const ACTION_PENDING: NoticeCopy = {
  title: 'We’re processing your request',
  text: 'We’re waiting for our payment provider. There’s no need to submit it again. Check back in a minute or two.',
};

export const ACTION_REFUSED: NoticeCopy = {
  title: 'We couldn’t complete your request',
  text: 'Our payment provider declined it. Nothing changed, and you weren’t charged. Try again or contact us.',
};

/** The request certainly never took effect. */
export const ACTION_NOT_DONE: NoticeCopy = {
  title: 'Your request didn’t go through',
  text: 'Nothing changed, and you weren’t charged. You can try again.',
};

/** The request would have replaced a scheduled plan change, and only that one was canceled. */
export const CHANGE_DROPPED: NoticeCopy = {
  title: 'Your request didn’t go through',
  text: 'Only your scheduled plan change was canceled. You keep your current plan, and you weren’t charged. You can try again.',
};

export const CARD_DECLINED: NoticeCopy = {
  title: 'Your new card was declined',
  text: 'You weren’t charged. Please try a different card.',
};

export const STEP_UNAVAILABLE = { back: 'Back to account', retry: 'Try again' } as const;

export const SIGN_IN_AGAIN = {
  title: 'Please sign in again',
  text: `For your security, you need to have signed in within the last ${SIGN_IN_WINDOW_MINUTES} minutes to do this.`,
  button: 'Sign in again',
} as const;
