import type { CancelFeedback } from '@/lib/billing/providers/contract';

export const CANCEL = {
  link: 'Cancel plan',
  title: (plan: string) => `Cancel ${plan}`,
  lead: (plan: string, date: string) => `${plan} stays fully open until ${date}. After that you are on the free plan.`,
  points: {
    charge: 'Nothing more is charged.',
    trial: 'Nothing is charged at all: your trial is free to its end.',
    undo: (date: string) => `Until ${date} you can keep the plan after all, with one click.`,
    data: 'Your account, your payments and your credits stay.',
    change: (plan: string) => `The change to ${plan} you have planned is taken back.`,
  },
  rather: 'End it at once instead',
  now: {
    link: 'End it now',
    title: (plan: string) => `End ${plan} now`,
    lead: (plan: string) => `${plan} closes the moment you press the button. This cannot be undone.`,
    trial: (date: string) => `Your trial would have been free until ${date}. The rest of it is given up.`,
    paid: (date: string) => `You have paid until ${date}. The rest of that time is given up.`,
    owing: 'The open payment is not tried again.',
    paused: 'What was left of your paid time when you paused is given up.',
    charge: 'Nothing more is charged.',
    noRefund: 'No money comes back.',
    withRefund: (amount: string) =>
      `You can have your last payment of ${amount} back with it: choose that, and the plan ends now as well.`,
    data: 'Your account, your payments and your credits stay.',
    refund: (amount: string) => `End it and get ${amount} back`,
    button: 'End it now',
    buttonNoRefund: 'End it without the money',
    changed: {
      title: 'Please look once more',
      text: 'Your plan was paid or changed while the page was open. This is how it stands now; nothing has ended.',
    },
    stopped: 'There is nothing to end',
  },
  reason: 'Why are you leaving?',
  optional: 'You need not say. If you do, we read it.',
  none: 'I would rather not say',
  comment: 'Anything we should know?',
  commentHint: 'Up to 500 characters',
  button: 'Cancel my plan',
  keep: 'Keep my plan',
  nothing: {
    title: 'There is nothing to cancel',
    text: 'You have no running subscription, or it is cancelled already. Your account page shows how it stands.',
    back: 'Back to your account',
  },
} as const;

/** The reasons the payment companies know, in plain words. */
export const REASONS: Record<CancelFeedback, string> = {
  too_expensive: 'It costs too much',
  missing_features: 'It lacks something I need',
  unused: 'I do not use it enough',
  switched_service: 'I found something else',
  too_complex: 'It is too complicated',
  low_quality: 'It does not work well enough',
  customer_service: 'I was not helped well',
  other: 'Something else',
};
