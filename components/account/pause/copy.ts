export const PAUSE = {
  link: 'Pause plan',
  title: (plan: string) => `Pause ${plan}`,
  page: 'Pause your plan',
  lead: 'You won’t be charged while your plan is paused. You can resume anytime.',
  now: {
    closes: (plan: string) => `You’ll lose access to ${plan} right away.`,
    kept: (date: string | null) =>
      date === null
        ? 'We’ll save your remaining paid time for when you resume.'
        : `You’ve paid through ${date}. We’ll save the remaining time for when you resume.`,
  },
  periodEnd: {
    open: (plan: string, date: string | null) =>
      date === null
        ? `You’ll keep access to ${plan} until the end of your billing period.`
        : `You’ll keep access to ${plan} until ${date}.`,
    closes: 'After that, your plan is paused. When you resume, you’re charged and a new billing period starts.',
    undo: 'You can cancel the pause until then, at no cost.',
  },
  data: 'You keep your account, your payment history, and your credits.',
  button: 'Pause plan',
  keep: 'Keep my plan',
  unavailable: 'You can’t pause your plan right now',
} as const;

export const RESUME = {
  link: 'Resume plan',
  page: 'Resume your plan',
  title: (plan: string) => `Resume ${plan}`,
  lead: (plan: string) => `You’ll have access to ${plan} again right away.`,
  due: 'Due today',
  remaining: 'Remaining paid time',
  days: (days: number) => (days === 1 ? '1 day, saved when you paused' : `${days} days, saved when you paused`),
  renewals: 'Then',
  renewalsValue: (amount: string) => `${amount} at each renewal`,
  card: 'We’ll charge the card on file. If it’s declined, your plan stays paused and you won’t be charged.',
  pay: (amount: string) => `Resume and pay ${amount}`,
  confirm: 'Resume plan',
  keep: 'Stay paused',
  unavailable: 'You don’t have a paused plan',
  expired: {
    title: 'Please review the amount again',
    text: 'It changed while this page was open. You haven’t been charged.',
  },
  refused: {
    title: 'Your payment was declined',
    text: 'Your plan is still paused, and you weren’t charged. Please try a different card.',
    card: 'Update payment method',
  },
} as const;

export const PAUSE_NOTICE = {
  title: (plan: string, date: string) => `${plan} pauses on ${date}`,
  text: 'You have full access until then, and you won’t be charged that day.',
  undo: 'Cancel pause',
  paused: (plan: string) => `${plan} is paused`,
  since: (date: string | null) =>
    date === null
      ? 'You won’t be charged until you resume.'
      : `Paused since ${date}. You won’t be charged until you resume.`,
} as const;
