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

export const PER_INTERVAL: Record<Interval, string> = {
  week: 'per week',
  month: 'per month',
  quarter: 'per quarter',
  year: 'per year',
};
