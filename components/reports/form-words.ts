import { INCLUDED_DAYS, LONG_REPORT_CREDITS } from '@/lib/reports/allowance';

export const TOOL = {
  label: 'Your numbers',
  hint: 'One line a day: the date, then the number. Straight from a spreadsheet is fine.',
  placeholder: '2026-11-01, 120\n2026-11-02, 98\n2026-11-03, 143',
  summary: 'Add up',
  report: 'Make the report',
  download: 'Download as CSV',
  example: 'Fill in an example',
  result: 'Result',
  busy: 'Working it out…',
  plans: 'See the plans',
  buyCredits: 'Buy credits',
  cost: (included: number, credits: number, seatReports: number) =>
    `Up to ${included} days are included. More, up to a year, use ${LONG_REPORT_CREDITS} credit; you have ${credits}.${
      seatReports === 0 ? '' : ` Your seats include ${seatReports} such reports a month without one.`
    }`,
  charged: (left: number) =>
    `This report used ${LONG_REPORT_CREDITS} credit; ${left} left. The same numbers again are free.`,
} as const;

export const UPSELL = {
  title: 'Reports come with Pro',
  lead: 'The chart, the weekly trend and the comparison, ready to hand on. This is one, of a bakery in March.',
  example: 'Example',
  points: [`Up to ${INCLUDED_DAYS.pro} days in every report`, 'Everything of Starter, downloads included'],
  trial: 'Fourteen days free the first time',
  button: 'Get Pro',
  change: 'Change your plan',
  others: 'Compare the plans',
  closedTitle: 'Your reports are on hold',
  closed: 'Your account can be read but not used at the moment. Your account page says why and how to open it again.',
  account: 'Go to your account',
} as const;

export const REPORTS_PAGE = {
  title: 'Reports',
  lead: 'Paste daily numbers and hand on what they say.',
  usage: 'Credits used in the last 30 days',
  usageChart: (total: string) => `Bar chart of the credits used on each of the last 30 days, ${total} in total.`,
  none: 'None yet. Reports on more than a month use credits.',
  left: 'Credits left',
  used: 'Used in 30 days',
} as const;
