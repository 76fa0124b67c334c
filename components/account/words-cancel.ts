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
  leadNow: (plan: string) => `${plan} ends at once, because its last payment did not arrive.`,
  pointsNow: {
    charge: 'The open payment is not tried again.',
    data: 'Your account, your payments and your credits stay.',
  },
  reason: 'Why are you leaving?',
  optional: 'You need not say. If you do, we read it.',
  none: 'I would rather not say',
  comment: 'Anything we should know?',
  commentHint: 'Up to 500 characters',
  button: { period_end: 'Cancel my plan', now: 'End it now' },
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
