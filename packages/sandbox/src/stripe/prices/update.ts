import type { StripeContext } from '../api/context';
import { diff } from '../api/diff';
import type { PriceRecord } from '../api/tables';
import { planOf } from './plan';

/** Changes a price and emits `price.updated`, and the legacy `plan.updated` for a recurring one. */
export function updatePrice(ctx: StripeContext, price: PriceRecord, patch: Partial<PriceRecord>): PriceRecord {
  const updated = ctx.update(ctx.tables.prices, price, patch, 'price.updated');
  const previous = price.recurring ? diff(planOf(price), planOf(updated)) : undefined;
  if (previous) ctx.emit('plan.updated', planOf(updated), previous);
  return updated;
}
