import type { Interval } from '@/lib/billing/plans';

const EVERY: Record<Interval, string> = { month: 'a month', year: 'a year' };

export const CHANGE = {
  link: 'Change plan',
  title: 'Change your plan',
  lead: 'Choose one and see exactly what it means. Nothing is charged on this page.',
  now: (plan: string) => `You are on ${plan}.`,
  options: 'Plans to change to',
  price: (amount: string, interval: Interval) => `${amount} ${EVERY[interval]}`,
  saving: 'Two months free, against paying by the month',
  when: {
    now: 'Begins at once, for the difference to what you have paid',
    period_end: (date: string | null) =>
      date === null ? 'Begins when what you have paid for ends' : `Begins on ${date}; nothing is charged before`,
  },
  choose: 'See what it means',
  back: 'Back to your account',
} as const;

/** A plan that is sold by the seat. */
export const SEATS = {
  name: 'Seats',
  title: 'More or fewer seats',
  lead: (plan: string, now: number) => `You have ${SEATS.count(now)} of ${plan}.`,
  each: (amount: string, interval: Interval) => `Each costs ${amount} ${EVERY[interval]}.`,
  brings: (reports: number) => `Each after the first adds ${reports} long reports a month.`,
  when: 'More begin at once, for the rest of the time you have paid for; fewer when that time ends.',
  whenTrial: 'A change begins when the trial ends.',
  field: (max: number) => `Seats from now on, 1 to ${max}`,
  choose: 'See what it means',
  count: (seats: number) => (seats === 1 ? '1 seat' : `${seats} seats`),
  with: (seats: number) => `with ${SEATS.count(seats)}`,
  plan: (plan: string, seats: number) => (seats === 1 ? plan : `${plan}, ${SEATS.count(seats)}`),
} as const;

export const CONFIRM = {
  title: 'This is what will happen',
  lead: (from: string, to: string) => `You change from ${from} to ${to}.`,
  leadSeats: (plan: string, from: number, to: number) =>
    `You change ${plan} from ${SEATS.count(from)} to ${SEATS.count(to)}.`,
  from: 'Now',
  to: 'Then',
  begins: 'Begins',
  atOnce: 'At once',
  onDate: (date: string) => `On ${date}, when what you have paid for ends`,
  trialEnd: (date: string) => `On ${date}, when the trial ends`,
  due: 'To pay now',
  nothing: (amount: string) => `${amount}, nothing`,
  credit: 'Left for you',
  creditValue: (amount: string) => `${amount}, taken off your next payments`,
  after: 'After that',
  afterValue: (amount: string, interval: Interval, date: string | null) =>
    date === null ? `${amount} ${EVERY[interval]}` : `${amount} ${EVERY[interval]}, first on ${date}`,
  exact: {
    difference:
      'The amount is the price of the new plan for the rest of the time, less what you paid and have not used.',
    card: 'It is taken from the card of your subscription. If the card is declined, nothing changes.',
    toTheSecond: 'It is reckoned when you press the button, so it can be a few cents less than shown.',
    keeps: (plan: string, date: string) => `Until ${date} you keep ${plan}. You can take the change back until then.`,
  },
  pay: (amount: string) => `Change and pay ${amount}`,
  confirm: 'Change my plan',
  others: 'Choose another plan',
  again: {
    expired: {
      title: 'Please look at the amounts once more',
      text: 'The page was open for a while. These are the amounts as of now; nothing has changed yet.',
    },
    refused: {
      title: 'The payment was declined, and nothing changed',
      text: 'Your plan is as before and nothing was charged. Another card often works.',
      card: 'Change my card',
    },
  },
} as const;

/** Why there is nothing to choose from, with the page that helps. */
export const STOPPED = {
  title: 'Your plan cannot be changed right now',
  back: 'Back to your account',
  retry: 'Try again',
} as const;

export const PENDING = {
  title: (plan: string, date: string) => `${plan} begins on ${date}`,
  text: (price: string | null, now: string) =>
    price === null
      ? `Until then everything stays as it is with ${now}.`
      : `It costs ${price}. Until then you keep ${now}.`,
  undo: 'Keep my plan as it is',
} as const;
