import type { Stripe } from 'stripe';
import type { PriceRecord } from '../api/tables';
import type { Wire } from '../api/wire';

/**
 * A recurring price in its legacy form, which subscriptions, their items and `plan.*` events still contain
 * (docs/providers/stripe.md#api-versions).
 */
export function planOf(price: PriceRecord): Wire<Stripe.Plan> {
  const { recurring } = price;
  return {
    id: price.id,
    object: 'plan',
    active: price.active,
    amount: price.unit_amount,
    amount_decimal: price.unit_amount_decimal,
    billing_scheme: price.billing_scheme,
    created: price.created,
    currency: price.currency,
    interval: recurring?.interval ?? 'month',
    interval_count: recurring?.interval_count ?? 1,
    livemode: false,
    metadata: price.metadata,
    meter: recurring?.meter ?? null,
    nickname: price.nickname,
    product: price.product,
    tiers_mode: price.tiers_mode,
    transform_usage: null,
    trial_period_days: recurring?.trial_period_days ?? null,
    usage_type: recurring?.usage_type ?? 'licensed',
  };
}
