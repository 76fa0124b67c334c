export const DASHBOARD = {
  title: 'Dashboard',
  lead: 'A quick look at your numbers and your plan.',
  form: 'Quick summary',
  hint: (days: number) => `One line per day: the date, then the number. Your plan covers up to ${days} days at a time.`,
  reports: 'Create a report',
  reportsText: 'With a chart and a weekly trend, ready to share.',
} as const;
