import type { StripeContext } from '../api/context';
import type { SubscriptionRecord, SubscriptionScheduleRecord } from '../billing-tables';
import { taxSetting } from '../subscriptions/create-call';
import { type DiscountParams, grantDiscounts } from '../subscriptions/discounts';
import type { PhaseRecord } from './phase';

/** The discounts of a phase. */
export const phaseParams = (phase: PhaseRecord): DiscountParams[] =>
  phase.discounts.map(({ coupon, promotion_code, discount }) => ({
    ...(typeof coupon === 'string' ? { coupon } : {}),
    ...(typeof promotion_code === 'string' ? { promotion_code } : {}),
    ...(typeof discount === 'string' ? { discount } : {}),
  }));

/**
 * The settings of a subscription in a phase of its schedule, except discounts. What the phase doesn't set comes from
 * the schedule's default settings; without a payment method in either, the customer's is used. Metadata is merged; an
 * empty value removes its key.
 * @see https://docs.stripe.com/api/subscription_schedules/update
 */
export function phaseSettings(
  it: SubscriptionRecord,
  schedule: SubscriptionScheduleRecord,
  phase: PhaseRecord,
): Partial<SubscriptionRecord> {
  const defaults = schedule.default_settings;
  const method = phase.collection_method ?? defaults.collection_method ?? 'charge_automatically';
  const days = phase.invoice_settings?.days_until_due ?? defaults.invoice_settings.days_until_due ?? it.days_until_due;
  return {
    collection_method: method,
    days_until_due: method === 'send_invoice' ? days : null,
    default_payment_method: idOf(phase.default_payment_method) ?? idOf(defaults.default_payment_method),
    automatic_tax: taxSetting(phase.automatic_tax?.enabled ?? defaults.automatic_tax?.enabled ?? false),
    description: phase.description ?? defaults.description ?? it.description,
    metadata: merged(it.metadata, phase.metadata ?? {}),
  };
}

/**
 * The discounts of a subscription from the start of a phase: only those of the phase. A phase without discounts removes
 * the subscription's, and invoices use the customer's discount.
 */
export const phaseDiscounts = (ctx: StripeContext, it: SubscriptionRecord, phase: PhaseRecord): string[] =>
  grantDiscounts(ctx, phaseParams(phase), { customer: it.customer, currency: it.currency, subscription: it.id });

const idOf = (of: string | { id: string } | null): string | null => (typeof of === 'string' ? of : (of?.id ?? null));

function merged(kept: Record<string, string>, given: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries({ ...kept, ...given }).filter(([, value]) => value !== ''));
}
