import { COMPARISON } from '@/lib/billing/catalog/comparison';
import { PLANS_SHOWN } from '@/lib/billing/catalog/on-sale';
import { PLANS } from '@/lib/billing/catalog/plans';
import { ComparisonTable } from './comparison-table';

/** The catalog's plans side by side. */
export function Comparison() {
  return (
    <ComparisonTable
      plans={PLANS_SHOWN.map((plan) => PLANS[plan].name)}
      rows={COMPARISON.map(({ name, cells }) => ({ name, cells: cells.map(({ cell }) => cell) }))}
    />
  );
}
