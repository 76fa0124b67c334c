import type { CancelFeedback } from '@/lib/billing/providers/requests';
import { FREE } from '../copy';

export const CANCEL = {
  link: 'Cancel subscription',
  title: (plan: string) => `Cancel ${plan}`,
  lead: (plan: string, date: string) =>
    `You’ll keep full access to ${plan} until ${date}. After that, you’ll be on the ${FREE} plan.`,
  consequences: {
    charge: 'You won’t be charged again.',
    trial: 'You won’t be charged. You can keep using your trial until it ends.',
    undo: (date: string) => `You can undo the cancellation until ${date}.`,
    data: 'You keep your account, your payment history, and your credits.',
    change: (plan: string) => `Your scheduled change to ${plan} is canceled.`,
  },
  immediatelyLink: 'Cancel immediately instead',
  now: {
    link: 'Cancel immediately',
    title: (plan: string) => `Cancel ${plan} immediately`,
    lead: (plan: string) => `You’ll lose access to ${plan} right away. This can’t be undone.`,
    trial: (date: string) => `Your trial runs until ${date}. You’ll lose the remaining days.`,
    paid: (date: string) => `You’ve paid through ${date}. You’ll lose the remaining time.`,
    owing: 'We won’t retry the outstanding payment.',
    paused: 'You’ll lose the paid time you had left when you paused.',
    charge: 'You won’t be charged again.',
    noRefund: 'You won’t get a refund.',
    withRefund: (amount: string) =>
      `You can get a refund of your last payment of ${amount}. That cancels your plan immediately, too.`,
    data: 'You keep your account, your payment history, and your credits.',
    refund: (amount: string) => `Cancel and refund ${amount}`,
    button: 'Cancel immediately',
    buttonNoRefund: 'Cancel without a refund',
    changed: {
      title: 'Please review this again',
      text: 'Your plan changed while this page was open. Nothing has been canceled yet.',
    },
    unavailable: 'There’s nothing to cancel',
  },
  reason: 'Why are you canceling?',
  optional: 'Optional. We read every response.',
  noReason: 'I’d rather not say',
  comment: 'Anything else we should know?',
  commentHint: 'Up to 500 characters',
  button: 'Cancel subscription',
  keep: 'Keep my plan',
  nothing: {
    title: 'There’s nothing to cancel',
    text: 'You don’t have an active subscription, or it’s already canceled.',
    back: 'Back to account',
  },
} as const;

export const REASONS: Record<CancelFeedback, string> = {
  too_expensive: 'It’s too expensive',
  missing_features: 'It’s missing features I need',
  unused: 'I don’t use it enough',
  switched_service: 'I’m switching to another product',
  too_complex: 'It’s too complicated',
  low_quality: 'The quality wasn’t what I expected',
  customer_service: 'Customer support wasn’t helpful',
  other: 'Other',
};
