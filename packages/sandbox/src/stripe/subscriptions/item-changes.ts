import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { SubscriptionRecord } from '../billing-tables';
import type { ItemChange } from './change-plan';
import { grantDiscounts } from './discounts';
import type { itemFields } from './fields';
import { requestedPrice } from './price-params';

export type ItemChangeParams = ParamsOf<typeof itemFields> & { id?: string | undefined; deleted?: boolean | undefined };

/**
 * The changes of a list of item parameters. An item without an id is added, not changed
 * (docs.stripe.com/api/subscriptions/update).
 * @throws 400 for an id that isn't one of the subscription's, for another currency, and when no item would be left
 */
export function itemChanges(
  ctx: StripeContext,
  subscription: SubscriptionRecord,
  items: ItemChangeParams[],
  prefix = '',
): ItemChange[] {
  const changes = items.map((requested, index): ItemChange => {
    const param = prefix === '' ? `items[${index}]` : `${prefix}[items][${index}]`;
    const known = subscription.items.data.find(({ id }) => id === requested.id);
    if (requested.id !== undefined && !known) {
      throw invalidRequest(`No such subscription_item: '${requested.id}'`, {
        code: 'resource_missing',
        param: `${param}[id]`,
      });
    }
    const asked = requested.price !== undefined || requested.price_data !== undefined;
    const same = known && requested.price === known.price.id;
    const price =
      asked || !known
        ? requestedPrice(ctx, requested, param, { type: 'recurring', inactive: same === true })
        : undefined;
    if (price && price.currency !== subscription.currency) {
      throw invalidRequest(
        `The price specified only supports \`${price.currency}\`. This doesn't match the expected currency: \`${subscription.currency}\`.`,
        { param: `${param}[price]` },
      );
    }
    return {
      id: requested.id,
      price,
      quantity: requested.quantity,
      deleted: requested.deleted,
      metadata:
        requested.metadata === undefined ? undefined : mergeMetadata(known?.metadata ?? null, requested.metadata),
      discounts: requested.discounts?.length
        ? grantDiscounts(ctx, requested.discounts, { customer: subscription.customer, subscription: subscription.id })
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
