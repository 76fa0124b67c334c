import type { StripeContext } from '../api/context';
import { StripeFault } from '../api/errors';
import type { PriceRecord } from '../api/tables';
import type { InvoiceRecord, PortalConfigurationRecord, SubscriptionRecord } from '../billing-tables';
import { priceOf } from '../invoices/pricing';
import { boundary } from '../periods/calendar';
import { previewInvoice } from '../previews/preview';
import { scheduleChange } from '../schedules/make';
import { itemAmount, recurrenceOf } from '../subscriptions/items';
import { updateSubscription } from '../subscriptions/update-call';

type Features = PortalConfigurationRecord['features'];

export interface PlanParams {
  price: PriceRecord;
  quantity: number;
  /** Proration time of the preview, so that the charge matches what was shown. */
  date?: number | undefined;
}

function parameters(features: Features, it: SubscriptionRecord, requested: PlanParams, date: number) {
  const { billing_cycle_anchor, proration_behavior, trial_update_behavior } = features.subscription_update;
  const endsTrial = it.status === 'trialing' && trial_update_behavior === 'end_trial';
  const known = ['always_invoice', 'create_prorations', 'none'] as const;
  const behavior = known.find((value) => value === proration_behavior) ?? 'create_prorations';
  return {
    items: [{ id: it.items.data[0]?.id, price: requested.price.id, quantity: requested.quantity }],
    proration_behavior: behavior,
    ...(behavior === 'none' || it.status === 'trialing' ? {} : { proration_date: date }),
    ...(billing_cycle_anchor === 'now' ? { billing_cycle_anchor: { type: 'now' as const } } : {}),
    ...(endsTrial ? { trial_end: 'now' as const } : {}),
  };
}

/** The price of confirming, and whether the change waits for the end of the period (`schedule_at_period_end`). */
export function previewInPortal(
  ctx: StripeContext,
  features: Features,
  it: SubscriptionRecord,
  requested: PlanParams,
): { invoice: InvoiceRecord | null; atPeriodEnd: boolean; date: number } {
  const date = ctx.now(it.customer);
  if (waitsForPeriodEnd(ctx, features, it, requested)) return { invoice: null, atPeriodEnd: true, date };
  try {
    const invoice = previewInvoice(ctx, {
      subscription: it.id,
      subscription_details: parameters(features, it, requested, date),
    });
    return { invoice, atPeriodEnd: false, date };
  } catch (error) {
    if (error instanceof StripeFault && error.body.code === 'invoice_upcoming_none')
      return { invoice: null, atPeriodEnd: false, date };
    throw error;
  }
}

/**
 * Changes the plan, now or at the end of the period. @throws 402 when the payment is declined, in which case nothing
 * changes
 */
export function changeInPortal(
  ctx: StripeContext,
  features: Features,
  it: SubscriptionRecord,
  requested: PlanParams,
): void {
  if (waitsForPeriodEnd(ctx, features, it, requested)) {
    scheduleChange(ctx, it, [{ price: requested.price, quantity: requested.quantity }]);
    return;
  }
  const date = requested.date ?? ctx.now(it.customer);
  updateSubscription(ctx, it.id, {
    ...parameters(features, it, requested, date),
    payment_behavior: 'error_if_incomplete',
  });
}

function waitsForPeriodEnd(
  ctx: StripeContext,
  features: Features,
  it: SubscriptionRecord,
  requested: PlanParams,
): boolean {
  const [item] = it.items.data;
  if (!item || it.status === 'trialing') return false;
  return features.subscription_update.schedule_at_period_end.conditions.some(({ type }) => {
    if (type === 'decreasing_item_amount')
      return priceOf(ctx, requested.price, requested.quantity) < itemAmount(ctx, item);
    return boundary(0, recurrenceOf({ price: requested.price }), 1) < boundary(0, recurrenceOf(item), 1);
  });
}
