export const DASHBOARD = {
  title: 'Dashboard',
  lead: 'A quick look at your numbers, and where your plan stands.',
  tool: 'Add up some days',
  hint: (days: number) => `One line a day: the date, then the number. Your plan looks at ${days} days at a time.`,
  reports: 'Make a report',
  reportsText: 'With chart and weekly trend, ready to hand on.',
} as const;
