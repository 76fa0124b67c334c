import type DodoPayments from 'dodopayments';
import { BUSINESS_ID } from '../business';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { DiscountRecord } from '../records/discount';
import type { AppliedDiscount } from '../records/subscription';
import { stamp, stampOrNull } from '../time/stamp';

function common(row: DiscountRecord) {
  return {
    amount: row.amount,
    business_id: BUSINESS_ID,
    code: row.code,
    created_at: stamp(row.createdMs),
    discount_id: row.id,
    metadata: row.metadata,
    preserve_on_plan_change: row.preserve,
    restricted_to: row.restrictedTo,
    times_used: row.timesUsed,
    type: row.type,
    expires_at: stampOrNull(row.expiresMs),
    name: row.name,
    subscription_cycles: row.cycles,
    usage_limit: row.usageLimit,
  };
}

export function discountWire(row: DiscountRecord) {
  return {
    ...common(row),
    customer_eligibility: row.eligibility,
    currency_options: row.currencyOptions,
    per_customer_usage_limit: row.perCustomerLimit,
    starts_at: stampOrNull(row.startsMs),
  } satisfies Required<DodoPayments.Discount>;
}

/** Discounts as embedded in payments and subscriptions; null when there are none. */
export function discountDetails(dodo: Dodo, applied: AppliedDiscount[]) {
  if (applied.length === 0) return null;
  return applied.map(
    ({ discountId, position, cyclesRemaining }) =>
      ({
        ...common(need(dodo.tables.discounts, discountId)),
        position,
        cycles_remaining: cyclesRemaining,
      }) satisfies Required<DodoPayments.DiscountDetail>,
  );
}
