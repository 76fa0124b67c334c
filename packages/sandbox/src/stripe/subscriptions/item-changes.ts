import { invalidRequest } from '../api/errors';
import type { StripeContext } from '../api/kit';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { SubscriptionRecord } from '../billing-tables';
import type { ItemChange } from './change-plan';
import { grantDiscounts } from './discounts';
import type { itemFields } from './fields';
import { wishedPrice } from './price-wish';

export type ItemParams = ParamsOf<typeof itemFields> & { id?: string | undefined; deleted?: boolean | undefined };

/**
 * The changes of a list of item parameters. An item without an id is added, not changed
 * (docs.stripe.com/api/subscriptions/update).
 * @throws 400 for an id that isn't one of the subscription's, for another currency, and when no item would be left
 */
export function itemChanges(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  items: ItemParams[],
  prefix = '',
): ItemChange[] {
  const changes = items.map((wish, index): ItemChange => {
    const param = prefix === '' ? `items[${index}]` : `${prefix}[items][${index}]`;
    const known = subscription.items.data.find(({ id }) => id === wish.id);
    if (wish.id !== undefined && !known) {
      throw invalidRequest(`No such subscription_item: '${wish.id}'`, {
        code: 'resource_missing',
        param: `${param}[id]`,
      });
    }
    const asked = wish.price !== undefined || wish.price_data !== undefined;
    const same = known && wish.price === known.price.id;
    const price =
      asked || !known ? wishedPrice(ctx, wish, param, { type: 'recurring', inactive: same === true }) : undefined;
    if (price && price.currency !== subscription.currency) {
      throw invalidRequest(
        `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`,
        { param: `${param}[price]` },
      );
    }
    return {
      id: wish.id,
      price,
      quantity: wish.quantity,
      deleted: wish.deleted,
      metadata: wish.metadata === undefined ? undefined : mergeMetadata(known?.metadata ?? null, wish.metadata),
      discounts: wish.discounts?.length
        ? grantDiscounts(ctx, wish.discounts, { customer: subscription.customer, subscription: subscription.id })
        : undefined,
    };
  });
  const gone = new Set(changes.flatMap(({ id, deleted }) => (id && deleted ? [id] : [])));
  const left =
    subscription.items.data.filter(({ id }) => !gone.has(id)).length + changes.filter(({ id }) => !id).length;
  if (changes.length > 0 && left === 0) {
    throw invalidRequest('A subscription must have at least one active item.', { param: 'items' });
  }
  return changes;
}
