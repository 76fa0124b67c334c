import type { SubscriptionSnapshot } from '../snapshots';
import type { SubscriptionShape } from './shapes';
import { at } from './time';

type Pending = Pick<SubscriptionSnapshot, 'pendingPriceExternalId' | 'pendingQuantity' | 'pendingAt'>;

/** The plan that Dodo will switch to automatically. */
export function pendingChange({ scheduled_change: change }: SubscriptionShape): Pending {
  return change === null || change === undefined
    ? { pendingPriceExternalId: null, pendingQuantity: null, pendingAt: null }
    : {
        pendingPriceExternalId: change.product_id,
        pendingQuantity: change.quantity,
        pendingAt: at(change.effective_at),
      };
}
