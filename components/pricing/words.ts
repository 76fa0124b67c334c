import type { PlanKey } from '@/lib/billing/plans';
import { INCLUDED_DAYS, LONG_REPORT_CREDITS } from '@/lib/reports/allowance';
import { MAX_DAYS } from '@/lib/reports/series';

export const PRICING = {
  title: 'Pay for how far you look',
  lead: 'A week is free for good. Subscribe to see a month at a time, or buy Pro once and keep it.',
  interval: 'Pay by',
  month: 'Month',
  year: 'Year',
  saving: '2 months free',
  currency: 'Currency',
  plans: 'Plans',
  once: 'Pay once',
  yours: 'Your plan',
  manage: 'Manage in your account',
  owned: 'You own this',
  trial: (days: number) => `${days} days free`,
  per: { month: 'a month', year: 'a year' },
  saves: (amount: string) => `Saves ${amount} a year`,
  renews: 'Renews by itself until you cancel',
  forGood: 'Free for good',
  tax: 'Tax, where it applies, is shown before you pay.',
  compare: 'Side by side',
  included: 'Included',
  notIncluded: 'Not included',
  questions: 'Questions',
} as const;

export const PLAN_WORDS: Record<PlanKey, { line: string; button: string; points: readonly string[] }> = {
  free: {
    line: 'For a quick look at one week.',
    button: 'Start free',
    points: [`Summaries of up to ${INCLUDED_DAYS.free} days`, 'Total, average and busiest day', 'No card needed'],
  },
  starter: {
    line: 'For a month at a time, to take along.',
    button: 'Choose Starter',
    points: [
      `Summaries of up to ${INCLUDED_DAYS.starter} days`,
      'This week against last week',
      'Download as a spreadsheet (CSV)',
    ],
  },
  pro: {
    line: 'For reports that others read.',
    button: 'Try Pro free',
    points: [
      'Everything in Starter',
      'Reports with chart and weekly trend',
      `${INCLUDED_DAYS.pro} days included, a whole year for ${LONG_REPORT_CREDITS} credit`,
    ],
  },
};

export const LIFETIME = {
  name: 'Lifetime',
  line: 'Pro for good. One payment, no renewal.',
  button: 'Buy Lifetime',
} as const;

export const CREDITS = {
  name: 'Credits',
  line: (credits: number) =>
    `A pack holds ${credits} credits. ${LONG_REPORT_CREDITS} credit runs a report on up to ${MAX_DAYS} days, for people with Pro or Lifetime. Credits do not expire.`,
  quantity: 'Packs',
  each: 'a pack',
  button: 'Buy credits',
} as const;

type Cell = string | boolean;

/** The comparison, one line a feature. `true` is included, `false` is not. */
export const COMPARISON: readonly { name: string; cells: Record<PlanKey, Cell> }[] = [
  {
    name: 'Days in one go',
    cells: { free: `${INCLUDED_DAYS.free}`, starter: `${INCLUDED_DAYS.starter}`, pro: `${INCLUDED_DAYS.pro}` },
  },
  { name: 'Total, average, busiest day', cells: { free: true, starter: true, pro: true } },
  { name: 'This week against last week', cells: { free: false, starter: true, pro: true } },
  { name: 'Download as CSV', cells: { free: false, starter: true, pro: true } },
  { name: 'Chart with weekly trend', cells: { free: false, starter: false, pro: true } },
  {
    name: `A whole year (${MAX_DAYS} days)`,
    cells: { free: false, starter: false, pro: `${LONG_REPORT_CREDITS} credit a report` },
  },
];

export const QUESTIONS: readonly { question: string; answer: string }[] = [
  {
    question: 'When am I charged after the trial?',
    answer:
      'On the day the 14 days end, with the price you saw here. Your account page shows that day from the start. Cancel before it and nothing is charged. There is one trial a person.',
  },
  {
    question: 'How do I cancel?',
    answer:
      'On your account page, with “Cancel plan”. You keep what you paid for until the end of the period, and nothing is charged after that.',
  },
  {
    question: 'What if a payment fails?',
    answer:
      'Everything stays open for seven days while the payment is tried again, and your pages show what to do. After that your account can be read but not used until the payment goes through.',
  },
  {
    question: 'Do credits expire?',
    answer: 'No. They stay on your account until you use them, and you see how many are left before each use.',
  },
  {
    question: 'Who handles my card?',
    answer:
      'A payment company, on its own page. Your card number never reaches our servers; we keep the brand and the last four digits so that you recognise a payment.',
  },
  {
    question: 'Can I change the currency later?',
    answer:
      'Your first subscription settles it: later ones are in the same currency. Things you buy once can be in any of the three.',
  },
];
