import type { Term } from '@/lib/operators/revenue/bridge';

export const REVENUE = {
  title: 'Revenue',
  from: 'First day',
  to: 'Last day',
  step: 'Step',
  csv: 'Download CSV',
  csvChanges: 'Download changes by customer (CSV)',
  lead: 'Monthly revenue counts active and past-due subscriptions, after discounts and before tax. Trials and paused or unpaid subscriptions count as zero.',
  mrr: 'MRR',
  arr: 'ARR',
  customers: 'Paying customers',
  trials: 'Trials',
  trialsText: ({ running, started, converted, lost }: Record<'running' | 'started' | 'converted' | 'lost', number>) =>
    `${running} running at the end; ${started} started, ${converted} converted, and ${lost} lost in this period.`,
  bridge: (currency: string) => `MRR bridge, ${currency}`,
  bridgeColumns: { term: 'Change', amount: 'MRR', customers: 'Customers' },
  start: 'At the beginning',
  end: 'At the end',
  money: (currency: string) => `Net revenue, ${currency}`,
  moneyColumns: { what: 'Money', amount: 'Amount' },
  gross: 'Collected, tax included',
  tax: 'Tax',
  refunds: 'Refunds, without tax',
  disputes: 'Lost disputes, without tax',
  net: 'Net revenue',
  series: (currency: string) => `MRR over time, ${currency}`,
  seriesColumns: { day: 'Day', mrr: 'MRR' },
  table: 'Show as a table',
  sum: (currency: string, asOf: string) => `All in ${currency}, at exchange rates as of ${asOf}`,
  missing: (currencies: string) =>
    `Not included in these totals because config/rates.ts has no rate for them: ${currencies}.`,
  none: 'No revenue in this period.',
  changes: (term: string, currency: string) => `${term}, ${currency}: customers`,
  changeColumns: { customer: 'Customer', amount: 'MRR' },
} as const;

export const TERM_NAMES: Record<Term, string> = {
  new: 'New',
  reactivation: 'Reactivation',
  expansion: 'Expansion',
  contraction: 'Contraction',
  churn: 'Churn',
};
