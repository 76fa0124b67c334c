import { digestOf } from '../digest';
import { currentPeriod } from './period';
import { idOf, type SubscriptionShape } from './shapes';
import { toItem } from './subscription';

/** All fields of a subscription that its list shows and a change would affect. The same whether expanded or not. */
export function subscriptionDigest(raw: SubscriptionShape): string {
  return digestOf([
    ...[raw.status, raw.cancel_at, raw.cancel_at_period_end, raw.canceled_at, raw.ended_at, raw.trial_end],
    ...[currentPeriod(raw), raw.collection_method, raw.pause_collection],
    ...[idOf(raw.latest_invoice ?? null), idOf(raw.schedule ?? null), idOf(raw.default_payment_method ?? null)],
    raw.items.data.map(toItem).map(({ priceExternalId, quantity, amount }) => [priceExternalId, quantity, `${amount}`]),
  ]);
}
