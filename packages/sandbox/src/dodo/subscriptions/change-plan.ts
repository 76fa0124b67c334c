import { invalidBody } from '../api/errors';
import { openLink } from '../checkouts/link';
import type { Dodo } from '../dodo';
import { newId } from '../ids';
import { subscriptionPayment } from '../payments/record';
import type { SubscriptionRecord } from '../records/subscription';
import { applyPaidChange, changed, unpaidChange } from './apply-change';
import { type ChangePlanBody, readChange } from './change-plan-request';
import { running } from './price';
import { type PricedChange, priceChange } from './price-change';
import { collect } from './renew';
import { change } from './state';

export interface ChangeResult {
  paymentId: string | null;
  link: string | null;
  expiresMs: number | null;
}

/** The response without a payment. */
export const NOTHING_TO_PAY: ChangeResult = { paymentId: null, link: null, expiresMs: null };

/** Changes the plan now, or schedules the change for the next billing date. @throws the errors of `readChange` */
export function changePlan(dodo: Dodo, row: SubscriptionRecord, body: ChangePlanBody): ChangeResult {
  const { plan, discounts } = readChange(dodo, row, body);
  if (
    body.collect_via_payment_link &&
    (body.effective_at !== 'immediately' || body.on_payment_failure !== 'prevent_change')
  )
    throw invalidBody('collect_via_payment_link needs effective_at immediately and on_payment_failure prevent_change.');
  if (body.effective_at === 'next_billing_date') {
    change(dodo, row, { scheduled: { id: newId('spc_'), createdMs: dodo.now(), plan, discounts } });
    return NOTHING_TO_PAY;
  }
  const priced = priceChange(
    dodo,
    row,
    plan,
    body.proration_billing_mode,
    discounts,
    body.cancel_scheduled_change_plan,
  );
  if (priced.quote.total === 0) {
    change(dodo, row, changed(row, priced.change), 'subscription.plan_changed');
    return NOTHING_TO_PAY;
  }
  return body.collect_via_payment_link ? sendLink(dodo, row, priced, body) : takeNow(dodo, row, priced, body);
}

function takeNow(dodo: Dodo, row: SubscriptionRecord, priced: PricedChange, body: ChangePlanBody): ChangeResult {
  const result = collect(dodo, row, priced.quote, paymentOf(dodo, row, priced, body));
  const latest = dodo.tables.subscriptions.get(row.id) ?? row;
  const paymentId = result.payment.id;
  if (result.outcome === 'processing') {
    change(dodo, latest, { pendingChangePaymentId: paymentId });
  } else if (result.outcome === 'succeeded') {
    applyPaidChange(dodo, latest, result.payment, priced.change);
  } else {
    unpaidChange(dodo, latest, result.payment, priced.change, onFailure(dodo, body));
  }
  return { ...NOTHING_TO_PAY, paymentId };
}

/** The old plan stays until the customer has paid on the hosted page. */
function sendLink(dodo: Dodo, row: SubscriptionRecord, priced: PricedChange, body: ChangePlanBody): ChangeResult {
  const payment = subscriptionPayment(dodo, row, priced.quote, paymentOf(dodo, row, priced, body));
  const session = openLink(dodo, payment, null);
  change(dodo, row, { pendingChangePaymentId: payment.id });
  return { paymentId: payment.id, link: `${dodo.payUrl}/session/${session.id}`, expiresMs: session.expiresMs };
}

function onFailure(dodo: Dodo, body: ChangePlanBody): 'prevent_change' | 'apply_change' {
  return body.on_payment_failure ?? dodo.switches.get('plan_change_on_failure');
}

function paymentOf(dodo: Dodo, row: SubscriptionRecord, priced: PricedChange, body: ChangePlanBody) {
  return {
    purpose: { kind: 'plan_change' as const, change: priced.change, onFailure: onFailure(dodo, body) },
    discountIds: running(priced.change.discounts).map((discount) => discount.discountId),
    metadata: body.metadata ?? row.metadata,
  };
}
