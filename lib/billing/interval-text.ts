import type { BillingInterval } from './providers/snapshots';

/** "per month", or "every 3 months". */
export function perInterval({ unit, count }: BillingInterval): string {
  return count === 1 ? `per ${unit}` : `every ${count} ${unit}s`;
}
