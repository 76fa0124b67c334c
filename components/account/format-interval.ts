import type { BillingInterval } from '@/lib/billing/providers/snapshots';

/** "per month", or "every 3 months". */
export function formatInterval({ unit, count }: BillingInterval): string {
  return count === 1 ? `per ${unit}` : `every ${count} ${unit}s`;
}
