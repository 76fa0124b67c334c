import type { Access } from '@/lib/billing/access';
import type { PlanKey } from '@/lib/billing/plans';

/** Days one report may cover without credits, by plan. */
export const INCLUDED_DAYS = { free: 7, starter: 31, pro: 31 } as const satisfies Record<PlanKey, number>;

/** Credits for a report on more days than the plan includes. Only plans with reports may run one. */
export const LONG_REPORT_CREDITS = 1;

/** Reports on more days than the plan includes that each seat after the first adds, a calendar month (UTC). */
export const SEAT_REPORTS = 10;

/** How many such reports a month need no credit. */
export function includedLongReports({ level, seats }: Pick<Access, 'level' | 'seats'>): number {
  return level === 'full' ? (seats - 1) * SEAT_REPORTS : 0;
}

/** How many days this person's plan includes now. */
export function includedDays(granted: Pick<Access, 'plan' | 'level'>): number {
  return INCLUDED_DAYS[granted.level === 'full' ? granted.plan : 'free'];
}
