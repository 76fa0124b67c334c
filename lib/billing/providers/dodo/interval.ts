import type { BillingInterval } from '../snapshots';
import type { SubscriptionShape } from './shapes';
import { DAY, shifted } from './time';

const UNIT = { Day: 'day', Week: 'week', Month: 'month', Year: 'year' } as const;

/** Null for a unit that this version of the SDK doesn't know. */
export function toInterval(unit: string, count: number): BillingInterval | null {
  return isUnit(unit) ? { unit: UNIT[unit], count } : null;
}

export function intervalOf(raw: SubscriptionShape): BillingInterval | null {
  return toInterval(raw.payment_frequency_interval, raw.payment_frequency_count);
}

function isUnit(unit: string): unit is keyof typeof UNIT {
  return Object.hasOwn(UNIT, unit);
}

/** One interval later, in UTC. If the month has no such day, its last day is used. */
export function addInterval(from: Date, { unit, count }: BillingInterval): Date {
  if (unit === 'day' || unit === 'week') return shifted(from, count * (unit === 'week' ? 7 : 1) * DAY);
  const months = unit === 'year' ? count * 12 : count;
  const moved = new Date(from);
  moved.setUTCDate(1);
  moved.setUTCMonth(moved.getUTCMonth() + months);
  const lastDay = new Date(Date.UTC(moved.getUTCFullYear(), moved.getUTCMonth() + 1, 0)).getUTCDate();
  moved.setUTCDate(Math.min(from.getUTCDate(), lastDay));
  return moved;
}
