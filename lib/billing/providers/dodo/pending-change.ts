import type { SubscriptionSnapshot } from '../contract';
import type { SubscriptionShape } from './shapes';
import { at } from './time';

type Pending = Pick<SubscriptionSnapshot, 'pendingPriceExternalId' | 'pendingAt'>;

/** The plan that Dodo will put in place by itself. */
export function pendingChange({ scheduled_change: change }: SubscriptionShape): Pending {
  return change === null || change === undefined
    ? { pendingPriceExternalId: null, pendingAt: null }
    : { pendingPriceExternalId: change.product_id, pendingAt: at(change.effective_at) };
}
