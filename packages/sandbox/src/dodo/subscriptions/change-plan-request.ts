import { z } from 'zod';
import { unsupported } from '../api/body';
import { conflict, refused } from '../api/errors';
import { metadata } from '../api/fields';
import { applyCodes } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { convert } from '../money/currency';
import { planOf, sellable } from '../products/plan';
import type { ProductRecord } from '../records/product';
import type { AppliedDiscount, Plan, SubscriptionRecord } from '../records/subscription';
import { discountsAfter } from './price-change';

/** Body of change-plan and its preview (SDK: SubscriptionChangePlanParams). */
export const changePlanBody = z.strictObject({
  product_id: z.string(),
  quantity: z.number().int().min(1),
  proration_billing_mode: z.enum(['prorated_immediately', 'full_immediately', 'difference_immediately', 'do_not_bill']),
  effective_at: z.enum(['immediately', 'next_billing_date']).default('immediately'),
  on_payment_failure: z.enum(['prevent_change', 'apply_change']).nullish(),
  addons: z.array(z.strictObject({ addon_id: z.string(), quantity: z.number().int().min(1) })).nullish(),
  discount_code: z.string().nullish(),
  discount_codes: z.array(z.string()).max(20).nullish(),
  metadata: metadata.nullish(),
  cancel_scheduled_change_plan: z.boolean().default(false),
  collect_via_payment_link: z.boolean().default(false),
  adaptive_currency_fees_inclusive: unsupported(),
});

export type ChangePlanBody = z.output<typeof changePlanBody>;

/**
 * The plan and discounts after a change. @throws 409 or 422 when it isn't allowed now; see
 * docs/providers/dodo.md#plan-changes
 */
export function readChange(
  dodo: Dodo,
  row: SubscriptionRecord,
  body: ChangePlanBody,
): { plan: Plan; discounts: AppliedDiscount[] } {
  checkState(row, body);
  const kept = body.product_id === row.plan.productId && dodo.switches.get('archived_product_change') === 'allowed';
  const product = kept ? need(dodo.tables.products, body.product_id) : sellable(dodo, body.product_id);
  const addons = (body.addons ?? []).map((addon) => ({ addonId: addon.addon_id, quantity: addon.quantity }));
  const plan = inCurrencyOf(row, product, planOf(dodo, product, body.quantity, addons));
  const codes = body.discount_codes ?? (body.discount_code ? [body.discount_code] : null);
  const use = {
    customerId: row.customerId,
    productIds: [product.id],
    subtotal: plan.unitPrice * plan.quantity,
    currency: row.currency,
  };
  return { plan, discounts: discountsAfter(dodo, row, codes && applyCodes(dodo, codes, use)) };
}

function checkState(row: SubscriptionRecord, body: ChangePlanBody): void {
  if (row.onDemand)
    throw refused('ON_DEMAND_PLAN_CHANGE_NOT_SUPPORTED', 'On-demand subscriptions cannot change their plan');
  if (row.status !== 'active')
    throw refused('INACTIVE_SUBSCRIPTION_PLAN_CHANGE_NOT_SUPPORTED', 'Only active subscriptions can change their plan');
  if (row.cancelAtNext)
    throw refused(
      'PLAN_CHANGE_NOT_ALLOWED_FOR_SCHEDULED_CANCELLATION',
      'This subscription is to be cancelled at its next billing date',
    );
  if (row.pendingChangePaymentId !== null)
    throw conflict('PENDING_PLAN_CHANGE_EXISTS', 'A plan change of this subscription is waiting for its payment');
  if (row.scheduled !== null && !body.cancel_scheduled_change_plan)
    throw conflict('SCHEDULED_PLAN_CHANGE_EXISTS', 'A plan change of this subscription is already scheduled');
  if (body.effective_at === 'next_billing_date' && body.proration_billing_mode !== 'full_immediately')
    throw refused(
      'INVALID_PRORATION_MODE_WITH_NEXT_BILLING_DATE',
      'A change at the next billing date requires the proration mode full_immediately',
    );
}

function inCurrencyOf(row: SubscriptionRecord, product: ProductRecord, plan: Plan): Plan {
  const into = (amount: number): number => {
    const converted = convert(amount, product.price.currency, row.currency);
    if (converted === null) throw refused('UNSUPPORTED_CURRENCY', `Currency ${row.currency} is not supported`);
    return converted;
  };
  const addons = plan.addons.map((addon) => ({ ...addon, unitPrice: into(addon.unitPrice) }));
  return { ...plan, unitPrice: into(plan.unitPrice), addons };
}
