import type { Interval } from '@/lib/billing/catalog/plans';

const EVERY: Record<Interval, string> = {
  week: 'per week',
  month: 'per month',
  quarter: 'per quarter',
  year: 'per year',
};

export const CHANGE = {
  link: 'Change plan',
  title: 'Change plan',
  lead: 'Choose a plan to see exactly what you’ll pay. You won’t be charged on this page.',
  current: (plan: string) => `You’re on ${plan}.`,
  options: 'Available plans',
  price: (amount: string, interval: Interval) => `${amount} ${EVERY[interval]}`,
  starts: {
    now: 'Starts immediately. You pay the prorated difference.',
    period_end: (date: string | null) =>
      date === null
        ? 'Starts at the end of your billing period.'
        : `Starts on ${date}. You won’t be charged before then.`,
  },
  choose: 'Review change',
  back: 'Back to account',
  unavailable: 'You can’t change your plan right now',
} as const;

export const SEATS = {
  name: 'Seats',
  title: 'Change seats',
  lead: (plan: string, now: number) => `You have ${SEATS.count(now)} on ${plan}.`,
  each: (amount: string, interval: Interval) => `Each seat costs ${amount} ${EVERY[interval]}.`,
  reports: (reports: number) => `Each additional seat includes ${reports} long reports a month.`,
  starts: 'New seats start immediately and are prorated. Removed seats stay until the end of your billing period.',
  startsTrial: 'Changes take effect when your trial ends.',
  field: (max: number) => `Number of seats (1 to ${max})`,
  choose: 'Review change',
  count: (seats: number) => (seats === 1 ? '1 seat' : `${seats} seats`),
  with: (seats: number) => `with ${SEATS.count(seats)}`,
  plan: (plan: string, seats: number) => (seats === 1 ? plan : `${plan}, ${SEATS.count(seats)}`),
} as const;

export const CONFIRM_CHANGE = {
  title: 'Review your change',
  lead: (from: string, to: string) => `You’re switching from ${from} to ${to}.`,
  leadSeats: (plan: string, from: number, to: number) =>
    `You’re changing ${plan} from ${SEATS.count(from)} to ${SEATS.count(to)}.`,
  starts: 'Starts',
  immediately: 'Immediately',
  onDate: (date: string) => `${date}, at the end of your billing period`,
  trialEnd: (date: string) => `${date}, when your trial ends`,
  due: 'Due today',
  credit: 'Account credit',
  creditValue: (amount: string) => `${amount}, applied to your next payments`,
  renewals: 'Then',
  renewalsValue: (amount: string, interval: Interval, date: string | null) =>
    date === null ? `${amount} ${EVERY[interval]}` : `${amount} ${EVERY[interval]}, starting ${date}`,
  hints: {
    proration: 'You’re charged the prorated price of the new plan, minus the unused time on your current plan.',
    card: 'We’ll charge the card on file. If it’s declined, nothing changes.',
    estimate: 'The final amount is calculated when you confirm, so it may be a few cents lower.',
    keeps: (plan: string, date: string) => `You’ll keep ${plan} until ${date}. You can undo this change until then.`,
  },
  pay: (amount: string) => `Confirm and pay ${amount}`,
  confirm: 'Confirm change',
  otherPlans: 'Choose another plan',
  retry: {
    expired: {
      title: 'Please review the amounts again',
      text: 'This page was open for a while, so we updated the amounts. Nothing has changed yet.',
    },
    refused: {
      title: 'Your payment was declined',
      text: 'Your plan hasn’t changed, and you weren’t charged. Please try a different card.',
      card: 'Update payment method',
    },
  },
} as const;

export const PENDING_CHANGE = {
  title: (plan: string, date: string) => `${plan} starts on ${date}`,
  text: (price: string | null, current: string) =>
    price === null
      ? `You’ll stay on ${current} until then.`
      : `You’ll pay ${price}. Until then, you’ll stay on ${current}.`,
  undo: 'Cancel scheduled change',
} as const;
