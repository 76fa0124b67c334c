import type { Access } from '@/lib/billing/access/decide';
import { BASE_PLAN, PLANS } from '@/lib/billing/catalog/plans';

/** Credits for a report that covers more days than the plan includes. Requires a plan with reports. */
export const LONG_REPORT_CREDITS = 1;

/** Long reports per calendar month (UTC) that each seat after the first adds. */
export const SEAT_REPORTS = 10;

/** Long reports per month that need no credit. */
export function includedLongReports({ level, seats }: Pick<Access, 'level' | 'seats'>): number {
  return level === 'full' ? (seats - 1) * SEAT_REPORTS : 0;
}

/** Days per report that need no credit. */
export function includedDays(granted: Pick<Access, 'plan' | 'level'>): number {
  return PLANS[granted.level === 'full' ? granted.plan : BASE_PLAN].limits.reportDays;
}
