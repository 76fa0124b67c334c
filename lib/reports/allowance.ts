import type { Access } from '@/lib/billing/access';
import type { PlanKey } from '@/lib/billing/plans';

/** Days one report may cover without credits, by plan. */
export const INCLUDED_DAYS = { free: 7, starter: 31, pro: 31 } as const satisfies Record<PlanKey, number>;

/** Credits for a report on more days than the plan includes. Only plans with reports may run one. */
export const LONG_REPORT_CREDITS = 1;

/** How many days this person's plan includes now. */
export function includedDays(granted: Pick<Access, 'plan' | 'level'>): number {
  return INCLUDED_DAYS[granted.level === 'full' ? granted.plan : 'free'];
}
