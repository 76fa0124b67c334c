import { PLANS, type PlanKey } from '@/lib/billing/catalog/plans';
import { LONG_REPORT_CREDITS } from '@/lib/reports/allowance';

export const REPORT_FORM = {
  label: 'Your numbers',
  placeholder: '2026-11-01, 120\n2026-11-02, 98\n2026-11-03, 143',
  summarize: 'Summarize',
  createReport: 'Create report',
  download: 'Download CSV',
  example: 'Use example data',
  result: 'Result',
  busy: 'Calculating…',
  plans: 'View plans',
  buyCredits: 'Buy credits',
  cost: (included: number, credits: number, seatReports: number) =>
    `Up to ${included} days are included. Longer reports, up to a year, use ${LONG_REPORT_CREDITS} credit. You have ${credits}.${
      seatReports === 0 ? '' : ` Your seats include ${seatReports} long reports a month.`
    }`,
  charged: (left: number) =>
    `This report used ${LONG_REPORT_CREDITS} credit. You have ${left} left. Running the same numbers again is free.`,
} as const;

export const UPSELL = {
  none: 'Reports aren’t included in your plan',
  title: (plan: PlanKey) => `Reports are included with ${PLANS[plan].name}`,
  lead: 'Get a chart, a weekly trend, and a comparison you can share. Here’s an example.',
  example: 'Example',
  days: (plan: PlanKey) => `Up to ${PLANS[plan].limits.reportDays} days in every report`,
  trial: (days: number) => `${days}-day free trial`,
  button: (plan: PlanKey) => `Get ${PLANS[plan].name}`,
  change: 'Change plan',
  ask: 'The owner or an admin of your workspace can choose a plan.',
  compare: 'Compare plans',
  readOnlyTitle: 'Your account is read-only',
  readOnly: 'You can’t create reports right now. See your account page for details.',
  account: 'Go to account',
} as const;

export const REPORTS_PAGE = {
  title: 'Reports',
  lead: 'Turn daily numbers into a report you can share.',
  usage: 'Credits used in the last 30 days',
  usageChart: (total: string) => `Bar chart of the credits used on each of the last 30 days, ${total} in total.`,
  none: 'None yet. Reports longer than a month use credits.',
  remaining: 'Credits remaining',
  used: 'Used in the last 30 days',
} as const;

export const REPORT = {
  total: 'Total',
  average: 'Daily average',
  busiest: 'Busiest day',
  change: 'Last 7 days vs. previous 7 days',
  noChange: 'Needs 14 days',
  chart: (from: string, to: string, total: string) =>
    `Bar chart of the daily numbers from ${from} to ${to}, ${total} in total, with a line for the weekly average.`,
  table: 'View data as a table',
  day: 'Day',
  count: 'Count',
  trend: 'Weekly average',
  legendBars: 'Daily',
  legendTrend: 'Weekly average',
} as const;
