import { defineCatalog } from '@/lib/billing/catalog/define';

/**
 * Everything that is for sale, with the words that sell it. Pages, emails, checks, and providers follow this file; after
 * a change, run `npm run billing:push`. lib/billing/catalog/define.ts explains every field.
 *
 * Prices are whole minor units: 2900n USD is $29.00, 1400n JPY is ¥1,400, 9500n KWD is 9.500 dinars.
 */
export const CATALOG = defineCatalog({
  /** Below the title of the pricing page, and its description for search engines. */
  lead: 'Summarize up to a week of data for free. Subscribe to cover a full month, or get lifetime access to Pro with one payment.',

  /** ISO 4217. The first is the default, and the only one that search engines see. */
  currencies: ['USD', 'EUR', 'JPY'],

  /** What plans open, with the row each has in the comparison. Code asks `can(access, 'reports')`. */
  features: {
    exports: 'CSV export',
    reports: 'Chart with weekly trend',
  },

  /** From the smallest to the best: who holds several has the last of them. The first is what everyone has. */
  plans: {
    free: {
      name: 'Free',
      line: 'For a quick look at one week.',
      button: 'Start for free',
      points: ['Summaries of up to 7 days', 'Total, average, and busiest day', 'No credit card required'],
      features: [],
      limits: { reportDays: 7 },
    },
    starter: {
      name: 'Starter',
      line: 'For a month at a time, with exports.',
      button: 'Choose Starter',
      points: ['Summaries of up to 31 days', 'Week-over-week comparison', 'CSV export'],
      features: ['exports'],
      limits: { reportDays: 31 },
      prices: {
        month: { USD: 900n, EUR: 900n, JPY: 1400n },
        year: { USD: 9000n, EUR: 9000n, JPY: 14000n },
      },
    },
    pro: {
      name: 'Pro',
      line: 'For reports you share with others.',
      button: 'Try Pro free',
      points: [
        'Everything in Starter',
        'Reports with a chart and weekly trend',
        '31 days included, a full year for 1 credit',
      ],
      features: ['exports', 'reports'],
      limits: { reportDays: 31 },
      prices: {
        month: { USD: 2900n, EUR: 2700n, JPY: 4400n },
        year: { USD: 29000n, EUR: 27000n, JPY: 44000n },
      },
      trialDays: 14,
      maxSeats: 100,
      highlighted: true,
    },
  },

  /** Sold once: a plan without an end, or credits. */
  oneTime: {
    lifetime: {
      kind: 'lifetime',
      plan: 'pro',
      name: 'Lifetime',
      line: 'Lifetime access to Pro. One payment, no renewals.',
      button: 'Buy Lifetime',
      prices: { USD: 59000n, EUR: 55000n, JPY: 89000n },
    },
    credits: {
      kind: 'credits',
      credits: 100,
      maxQuantity: 100,
      name: 'Credits',
      itemName: '100 report credits',
      line: '100 credits per pack. A report of up to 366 days uses 1 credit. Requires Pro or Lifetime. Credits never expire.',
      button: 'Buy credits',
      prices: { USD: 1000n, EUR: 900n, JPY: 1500n },
    },
  },

  /** Further rows of the comparison, before those of the features: a text, or whether it is included. */
  comparison: [
    { name: 'Days per report', cell: ({ limits }) => `${limits.reportDays}` },
    { name: 'Total, average, and busiest day', cell: () => true },
    { name: 'Week-over-week comparison', cell: ({ features }) => features.includes('exports') },
    {
      name: 'Full-year reports (366 days)',
      cell: ({ features }) => (features.includes('reports') ? '1 credit per report' : false),
    },
  ],
});
