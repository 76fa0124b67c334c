import type DodoPayments from 'dodopayments';
import { afterEffect, ProviderRefused } from '../errors';
import { METADATA } from '../metadata';
import type { ChangePreview, ChangeRequest } from '../requests';
import { changeOutcome } from './change-outcome';
import { ONCE } from './client';
import { acting, reading } from './errors';

type Body = DodoPayments.SubscriptionChangePlanParams;

/** What changing now would charge. Dodo prorates from the time of each call and accepts no timestamp. */
export async function previewChange(dodo: DodoPayments, request: ChangeRequest): Promise<ChangePreview> {
  const { subscriptionExternalId: id } = request;
  const subscription = await reading(() => dodo.subscriptions.retrieve(id));
  const { immediate_charge: charge } = await withDiscounts(subscription, (discounts) =>
    reading(() => dodo.subscriptions.previewChangePlan(id, { ...toBody(request, subscription), ...discounts }, ONCE)),
  );
  const { total_amount: total, customer_credits: credits, currency } = charge.summary;
  return { dueNow: BigInt(Math.max(0, total)), credit: BigInt(Math.max(0, credits)), currency: currency.toUpperCase() };
}

/**
 * Changes and charges in one step; if the charge is declined, the old plan stays. The outcome is read afterwards,
 * because Dodo's response for a declined charge looks like any other. Throws `ProviderRefused` if it was declined and
 * `ProviderUnknown` while the bank hasn't responded.
 */
export async function changeNow(
  dodo: DodoPayments,
  request: ChangeRequest,
  operationId: string,
): Promise<{ confirmUrl: string | null }> {
  const { payment_id: paymentId, payment_link: link } = await send(dodo, request, operationId, {});
  return changeOutcome(dodo, request, operationId, { paymentId: paymentId ?? null, link: link ?? null });
}

/** For the next billing date, Dodo accepts only `full_immediately`. */
export async function changeAtPeriodEnd(
  dodo: DodoPayments,
  request: ChangeRequest,
  operationId: string,
): Promise<void> {
  const undone = await undoScheduledChange(dodo, request.subscriptionExternalId);
  const change = () =>
    send(dodo, request, operationId, {
      proration_billing_mode: 'full_immediately',
      effective_at: 'next_billing_date',
    });
  await (undone ? afterEffect(change) : change());
}

/** Cancels a scheduled change; if there is none, that counts as done. Returns whether there was one. */
export async function undoScheduledChange(dodo: DodoPayments, subscriptionId: string): Promise<boolean> {
  try {
    await acting(() => dodo.subscriptions.cancelChangePlan(subscriptionId, ONCE));
    return true;
  } catch (error) {
    if (!(error instanceof ProviderRefused) || error.code !== 'SCHEDULED_PLAN_CHANGE_NOT_FOUND') throw error;
    return false;
  }
}

/** Add-ons are listed again, because a change without them removes them. */
function toBody({ priceExternalId, quantity }: ChangeRequest, { addons }: DodoPayments.Subscription): Body {
  return {
    product_id: priceExternalId,
    quantity,
    proration_billing_mode: 'prorated_immediately',
    effective_at: 'immediately',
    on_payment_failure: 'prevent_change',
    ...(addons.length === 0 ? {} : { addons }),
  };
}

/** The payment gets the metadata sent with the change, so we include ours and the operation's id. */
async function send(
  dodo: DodoPayments,
  request: ChangeRequest,
  operationId: string,
  more: Partial<Body>,
): Promise<DodoPayments.SubscriptionChangePlanResponse> {
  const { subscriptionExternalId: id } = request;
  const subscription = await reading(() => dodo.subscriptions.retrieve(id));
  const metadata = { ...subscription.metadata, [METADATA.operation]: operationId };
  const body = { ...toBody(request, subscription), ...more, metadata };
  return withDiscounts(subscription, (discounts) =>
    acting(() => dodo.subscriptions.changePlan(id, { ...body, ...discounts }, ONCE)),
  );
}

/**
 * A change without codes drops every discount that isn't set to survive it, so they're sent again. If Dodo refuses one
 * that can no longer be redeemed, the change is sent without codes and keeps those that survive on their own.
 */
async function withDiscounts<T>(
  { discounts }: Pick<DodoPayments.Subscription, 'discounts'>,
  send: (discounts: Pick<Body, 'discount_codes'>) => Promise<T>,
): Promise<T> {
  const running = (discounts ?? []).filter(({ cycles_remaining: cycles }) => cycles !== 0);
  if (running.every((discount) => discount.preserve_on_plan_change)) return send({});
  try {
    return await send({ discount_codes: running.map(({ code }) => code) });
  } catch (error) {
    if (!(error instanceof ProviderRefused) || !(error.code?.includes('DISCOUNT') ?? false)) throw error;
    return send({});
  }
}
