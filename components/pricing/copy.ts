import type { Interval } from '@/lib/billing/catalog/intervals';

export const PRICING = {
  page: 'Pricing',
  title: 'Simple pricing',
  interval: 'Billing period',
  monthsFree: (months: bigint) => (months === 1n ? '1 month free' : `${months} months free`),
  currency: 'Currency',
  plans: 'Plans',
  oneTime: 'One-time purchases',
  currentPlan: 'Current plan',
  manage: 'Manage plan',
  owned: 'View purchase',
  trial: (days: number) => `${days}-day free trial`,
  saves: (amount: string) => `Save ${amount} per year`,
  renews: 'Renews automatically. Cancel anytime.',
  free: 'Free forever',
  tax: 'Taxes, if any, are shown before you pay.',
  compare: 'Compare plans',
  included: 'Included',
  notIncluded: 'Not included',
  faq: 'Frequently asked questions',
  packs: 'Packs',
  perPack: 'per pack',
} as const;

export const INTERVAL_NAMES: Record<Interval, string> = {
  week: 'Weekly',
  month: 'Monthly',
  quarter: 'Quarterly',
  year: 'Yearly',
};

/** What a price is for: `per month`, or `per seat per month` where every person needs one. */
export function priceIsPer(interval: Interval, maxSeats: number): string {
  return maxSeats > 1 ? `per seat per ${interval}` : `per ${interval}`;
}
