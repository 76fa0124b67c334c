export const HERO = {
  title: ['Daily numbers in.', 'A report out.'],
  lead: 'Orders, signups, visitors, loaves of bread: paste one number per day and see what happened. No tracking, no integrations, nothing to install.',
  start: 'Start for free',
  plans: 'View plans',
  sample: 'Example',
  sampleTitle: 'Bakery orders, March',
} as const;

export const HOW_IT_WORKS = {
  title: 'How it works',
  steps: [
    {
      title: 'Paste your numbers',
      text: 'One date and one number per line, straight from a spreadsheet. If we can’t read a line, we’ll tell you which one.',
    },
    {
      title: 'See what happened',
      text: 'Your busiest day, this week compared with last week, and a trend that weekends don’t distort.',
    },
    {
      title: 'Export it',
      text: 'Download the table for your own spreadsheets. We process your numbers on the spot and don’t store them.',
    },
  ],
} as const;

export const BILLING_PROMISES = {
  title: 'Billing you can trust',
  text: 'See exactly what you’ll pay before you pay it. Your account page shows your next payment and the status of every past one.',
  points: [
    'Accidental duplicate subscriptions are canceled and refunded',
    'If a payment fails, you keep full access for seven days',
    'One-time purchases are yours to keep',
  ],
  link: 'See pricing',
} as const;

export const CTA = {
  title: 'Try it with last week’s numbers',
  text: 'All you need is an email address. No credit card required.',
} as const;
