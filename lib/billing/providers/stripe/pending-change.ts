import type { ContractItem, SubscriptionSnapshot } from '../snapshots';
import { idOf, type SubscriptionShape } from './shapes';
import { at } from './time';

type Pending = Pick<SubscriptionSnapshot, 'pendingPriceExternalId' | 'pendingQuantity' | 'pendingAt'>;

/** The plan and seats that a schedule changes to next. Without `expand: ['schedule']`, nothing is known about it. */
export function pendingChange(schedule: SubscriptionShape['schedule'], items: readonly ContractItem[]): Pending {
  const none: Pending = { pendingPriceExternalId: null, pendingQuantity: null, pendingAt: null };
  if (typeof schedule !== 'object' || schedule === null || schedule.status !== 'active') return none;
  const now = schedule.current_phase?.start_date ?? 0;
  const [next] = schedule.phases.filter((phase) => phase.start_date > now).sort((a, b) => a.start_date - b.start_date);
  const [item] = next?.items ?? [];
  const price = idOf(item?.price);
  const quantity = item?.quantity ?? 1;
  if (next === undefined || price === null) return none;
  if (items.some((one) => one.priceExternalId === price && one.quantity === quantity)) return none;
  return { pendingPriceExternalId: price, pendingQuantity: quantity, pendingAt: at(next.start_date) };
}
