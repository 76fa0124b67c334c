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
  // A phase also has the items of other products, in any order.
  const item = next?.items.find((candidate) => !isHeld(candidate, items));
  const price = idOf(item?.price);
  if (next === undefined || item === undefined || price === null) return none;
  return { pendingPriceExternalId: price, pendingQuantity: item.quantity ?? 1, pendingAt: at(next.start_date) };
}

type PhaseItem = Extract<SubscriptionShape['schedule'], object>['phases'][number]['items'][number];

function isHeld({ price, quantity }: PhaseItem, items: readonly ContractItem[]): boolean {
  return items.some((held) => held.priceExternalId === idOf(price) && held.quantity === (quantity ?? 1));
}
