import type { SubscriptionSnapshot } from '../contract';
import { idOf, type SubscriptionShape } from './shapes';
import { at } from './time';

type Pending = Pick<SubscriptionSnapshot, 'pendingPriceExternalId' | 'pendingAt'>;

/** The plan that a schedule puts in place next. Without `expand: ['schedule']` nothing is known of it. */
export function pendingChange(schedule: SubscriptionShape['schedule'], currentPrice: string): Pending {
  const none: Pending = { pendingPriceExternalId: null, pendingAt: null };
  if (typeof schedule !== 'object' || schedule === null || schedule.status !== 'active') return none;
  const now = schedule.current_phase?.start_date ?? 0;
  const [next] = schedule.phases.filter((phase) => phase.start_date > now).sort((a, b) => a.start_date - b.start_date);
  const price = idOf(next?.items[0]?.price);
  if (next === undefined || price === null || price === currentPrice) return none;
  return { pendingPriceExternalId: price, pendingAt: at(next.start_date) };
}
