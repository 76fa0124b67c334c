import type DodoPayments from 'dodopayments';
import { BRAND_ID } from '../business';
import { limitedCustomer } from '../customers/wire';
import { discountDetails } from '../discounts/wire';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import type { ScheduledChange, SubscriptionRecord } from '../records/subscription';
import { stamp, stampOrNull } from '../time/stamp';
import { recurringPreTax } from './price';

function common(dodo: Dodo, row: SubscriptionRecord) {
  const { plan } = row;
  const [first] = row.discounts;
  return {
    billing: row.billing,
    cancel_at_next_billing_date: row.cancelAtNext,
    created_at: stamp(row.createdMs),
    currency: row.currency,
    customer: limitedCustomer(dodo, row.customerId),
    has_payment_method: row.methodId !== null,
    metadata: row.metadata,
    next_billing_date: stamp(row.nextBillingMs),
    on_demand: row.onDemand,
    payment_frequency_count: plan.frequency.count,
    payment_frequency_interval: plan.frequency.interval,
    previous_billing_date: stamp(row.previousBillingMs),
    product_id: plan.productId,
    quantity: plan.quantity,
    recurring_pre_tax_amount: recurringPreTax(dodo, row),
    status: row.status,
    subscription_id: row.id,
    subscription_period_count: plan.period.count,
    subscription_period_interval: plan.period.interval,
    tax_inclusive: plan.taxInclusive,
    trial_period_days: row.trialDays,
    cancelled_at: stampOrNull(row.cancelledMs),
    customer_business_name: row.businessName,
    discount_cycles_remaining: first?.cyclesRemaining ?? null,
    discount_id: first?.discountId ?? null,
    paused_at: stampOrNull(row.pausedMs),
    payment_method_id: row.methodId,
    scheduled_change: row.scheduled ? scheduledWire(dodo, row, row.scheduled) : null,
    tax_id: row.taxId,
    trial_amount: row.trialAmount,
  };
}

export function subscriptionWire(dodo: Dodo, row: SubscriptionRecord) {
  const { plan } = row;
  return {
    ...common(dodo, row),
    addons: plan.addons.map(({ addonId, quantity }) => ({ addon_id: addonId, quantity })),
    brand_id: BRAND_ID,
    credit_entitlement_cart: [],
    meter_credit_entitlement_cart: [],
    meters: plan.meters.map(({ meterId, freeThreshold, pricePerUnit }) => {
      const meter = need(dodo.tables.meters, meterId);
      return {
        currency: row.currency,
        free_threshold: freeThreshold,
        measurement_unit: meter.measurementUnit,
        meter_id: meterId,
        name: meter.name,
        description: meter.description,
        price_per_unit: pricePerUnit,
      };
    }),
    cancellation_comment: row.cancelComment,
    cancellation_feedback: row.cancelFeedback,
    custom_field_responses: row.customFields,
    discounts: discountDetails(dodo, row.discounts),
    expires_at: stamp(row.expiresMs),
  } satisfies Required<DodoPayments.Subscription>;
}

export function subscriptionListWire(dodo: Dodo, row: SubscriptionRecord) {
  return {
    ...common(dodo, row),
    discounts: row.discounts.map(({ discountId, cyclesRemaining }) => ({
      discount_id: discountId,
      discount_cycles_remaining: cyclesRemaining,
    })),
    product_name: dodo.tables.products.get(row.plan.productId)?.name ?? null,
  } satisfies Required<DodoPayments.SubscriptionListResponse>;
}

function scheduledWire(dodo: Dodo, row: SubscriptionRecord, change: ScheduledChange) {
  const product = dodo.tables.products.get(change.plan.productId);
  return {
    id: change.id,
    addons: change.plan.addons.map(({ addonId, quantity }) => ({
      addon_id: addonId,
      name: dodo.tables.addons.get(addonId)?.name ?? '',
      quantity,
    })),
    created_at: stamp(change.createdMs),
    effective_at: stamp(row.nextBillingMs),
    product_id: change.plan.productId,
    quantity: change.plan.quantity,
    product_description: product?.description ?? null,
    product_name: product?.name ?? null,
  } satisfies Required<DodoPayments.ScheduledPlanChange>;
}
