import type { Every } from '@/lib/billing/account/subscription-view';

/** "per month", or "every 3 months". */
export function formatEvery({ unit, count }: Every): string {
  return count === 1 ? `per ${unit}` : `every ${count} ${unit}s`;
}
