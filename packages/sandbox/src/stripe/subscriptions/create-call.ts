import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { mergeMetadata } from '../api/metadata';
import { type ParamsOf, p, required } from '../api/params';
import type { CustomerRecord, PriceRecord } from '../api/tables';
import type { SubscriptionRecord } from '../billing-tables';
import { planLabel } from '../invoices/format';
import { defaultMethod } from '../invoices/payment-method';
import { priceOf } from '../invoices/pricing';
import { paymentMethodOf } from '../payment-methods/attach';
import { periodAt } from '../periods/calendar';
import { createSubscription, type FirstPayment, type NewSubscription } from './create';
import { grantDiscounts } from './discounts';
import { cancelAt, commonFields, itemFields } from './fields';
import { type ItemParams, recurrenceOf } from './items';
import { requestedPrice } from './price-params';
import { backdatedTo, checkDaysUntilDue } from './terms';
import { trialEndOf } from './trial-params';
import { unsupported } from './unsupported';

export const createFields = {
  ...commonFields,
  backdate_start_date: p.timestamp(),
  billing_cycle_anchor: p.timestamp(),
  billing_cycle_anchor_config: unsupported(),
  billing_mode: p.object({ flexible: unsupported(), type: required(p.enumOf('classic', 'flexible')) }),
  cancel_at: cancelAt,
  currency: p.currency(),
  customer: required(p.string()),
  default_payment_method: p.string(),
  items: p.array(p.object(itemFields), { max: 20 }),
  trial_period_days: p.integer({ min: 0, max: 1825 }),
};
export type CreateParams = ParamsOf<typeof createFields>;

/** `POST /v1/subscriptions`. @throws 400 and 402 like Stripe */
export function createSubscriptionCall(ctx: StripeContext, params: CreateParams): SubscriptionRecord {
  const customer = ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer');
  const items = requestedItems(ctx, params);
  const currency = oneCurrency(
    ctx,
    customer,
    items.map(({ price }) => price),
    params.currency,
  );
  const now = ctx.now(customer.id);
  const fromPrice = params.trial_from_plan
    ? Math.max(0, ...items.map(({ price }) => price.recurring?.trial_period_days ?? 0))
    : null;
  const trialEnd = trialEndOf({ ...params, fromPrice }, now);
  const anchor = checkedAnchor(params.billing_cycle_anchor, items, trialEnd ?? now);
  const startDate = backdatedTo(params.backdate_start_date, now, trialEnd);
  const method = params.default_payment_method && ownMethod(ctx, customer, params.default_payment_method);
  const requested: NewSubscription = {
    customer,
    items,
    extras: extrasOf(ctx, params, now),
    currency,
    trialEnd,
    anchor,
    ...(startDate === undefined ? {} : { startDate }),
    freeStub: params.proration_behavior === 'none',
    discounts: params.discounts ?? [],
    fields: fieldsOf(params, method || null, now),
    payment: paymentOf(params),
  };
  checkDaysUntilDue(params.collection_method, params.days_until_due);
  const amount = items.reduce((sum, item) => sum + priceOf(ctx, item.price, item.quantity), 0);
  const collecting = requested.payment.kind === 'collect' || requested.payment.kind === 'collect_or_fail';
  if (collecting && trialEnd === null && amount > 0 && !method && defaultMethod(ctx, customer.id) === null)
    throw noMethod();
  return createSubscription(ctx, requested);
}

function requestedItems(ctx: StripeContext, params: CreateParams): ItemParams[] {
  const list = params.items ?? [];
  if (list.length === 0) {
    throw invalidRequest('Missing required param: items.', { code: 'parameter_missing', param: 'items' });
  }
  const items = list.map((requested, index) => {
    const price = requestedPrice(ctx, requested, `items[${index}]`, { type: 'recurring' });
    const owner = { customer: params.customer };
    return {
      price,
      quantity: requested.quantity ?? 1,
      metadata: mergeMetadata(null, requested.metadata),
      discounts: grantDiscounts(ctx, requested.discounts ?? [], owner, `items[${index}][discounts]`),
    };
  });
  const seen = new Set(items.map(({ price }) => price.id));
  if (seen.size < items.length) {
    throw invalidRequest('You cannot add multiple subscription items with the same price.', { param: 'items' });
  }
  return items;
}

/** @throws 400 for prices with different currencies, or another currency than the customer's existing one */
export function oneCurrency(
  ctx: StripeContext,
  customer: CustomerRecord,
  prices: PriceRecord[],
  wanted?: string,
): string {
  const currency = wanted ?? prices[0]?.currency ?? 'usd';
  if (prices.some((price) => price.currency !== currency)) {
    throw invalidRequest(`All prices on a subscription must have the currency ${currency}.`, { param: 'items' });
  }
  const busy = ctx.tables.subscriptions
    .by('customer', customer.id)
    .some((it) => it.currency !== currency && it.status !== 'canceled' && it.status !== 'incomplete_expired');
  if (busy || (customer.currency && customer.currency !== currency && customer.balance !== 0)) {
    throw invalidRequest(
      `You cannot combine currencies on a single customer. This customer has an active subscription, subscription schedule, discount, quote, or invoice item with currency ${customer.currency}.`,
      { param: 'currency' },
    );
  }
  return currency;
}

function checkedAnchor(anchor: number | undefined, items: ItemParams[], from: number): number | null {
  if (anchor === undefined) return null;
  const latest = Math.min(...items.map((item) => periodAt(from, recurrenceOf(item), from).end));
  if (anchor < from || anchor > latest) {
    throw invalidRequest('billing_cycle_anchor cannot be later than next natural billing date for plan.', {
      param: 'billing_cycle_anchor',
    });
  }
  return anchor;
}

/** The payment method, which must belong to the customer. @throws 400 otherwise */
export function ownMethod(ctx: StripeContext, customer: CustomerRecord, id: string): string {
  const method = paymentMethodOf(ctx, id, 'default_payment_method');
  if (method.customer === customer.id) return method.id;
  throw invalidRequest(
    `The customer does not have a payment method with the ID ${id}. The payment method must be attached to the customer.`,
    { code: 'resource_missing', param: 'default_payment_method' },
  );
}

/** `add_invoice_items`: one-time items that are sold with the subscription. */
export function extrasOf(
  ctx: StripeContext,
  params: Pick<CreateParams, 'add_invoice_items'>,
  now: number,
): NonNullable<NewSubscription['extras']> {
  return (params.add_invoice_items ?? []).map((requested, index) => {
    const price = requestedPrice(ctx, requested, `add_invoice_items[${index}]`, { type: 'one_time' });
    const quantity = requested.quantity ?? 1;
    return {
      amount: priceOf(ctx, price, quantity),
      description: planLabel(ctx, price, quantity),
      period: { start: now, end: now },
      quantity,
      price: { id: price.id, product: price.product, unit: price.unit_amount_decimal },
      metadata: mergeMetadata(null, requested.metadata),
    };
  });
}

function fieldsOf(params: CreateParams, method: string | null, now: number): Partial<SubscriptionRecord> {
  if (params.cancel_at !== undefined && params.cancel_at_period_end) throw bothCancels();
  const settings = params.payment_settings;
  return {
    ...(params.billing_mode?.type === 'classic' ? { billing_mode: { flexible: null, type: 'classic' } } : {}),
    ...(typeof params.cancel_at === 'number' ? { cancel_at: params.cancel_at, canceled_at: now } : {}),
    automatic_tax: taxSetting(params.automatic_tax?.enabled ?? false),
    cancel_at_period_end: params.cancel_at_period_end ?? false,
    collection_method: params.collection_method ?? 'charge_automatically',
    days_until_due: params.days_until_due ?? null,
    default_payment_method: method,
    description: params.description ?? null,
    metadata: mergeMetadata(null, params.metadata),
    payment_settings: {
      payment_method_options: null,
      payment_method_types: null,
      save_default_payment_method: settings?.save_default_payment_method ?? 'off',
    },
    ...(params.trial_settings ? { trial_settings: trialSettingsOf(params.trial_settings) } : {}),
  };
}

export const taxSetting = (enabled: boolean): SubscriptionRecord['automatic_tax'] => ({
  disabled_reason: null,
  enabled,
  liability: enabled ? { type: 'self' } : null,
});

export const trialSettingsOf = (
  given: NonNullable<CreateParams['trial_settings']>,
): NonNullable<SubscriptionRecord['trial_settings']> => ({
  end_behavior: {
    billing_cycle_anchor: null,
    missing_payment_method: given.end_behavior.missing_payment_method,
  },
});

export const bothCancels = () =>
  invalidRequest('You may only specify one of these parameters: cancel_at, cancel_at_period_end.', {
    param: 'cancel_at',
  });

function paymentOf(params: CreateParams): FirstPayment {
  if (params.collection_method === 'send_invoice') return { kind: 'send' };
  const offSession = params.off_session ?? false;
  switch (params.payment_behavior) {
    case 'default_incomplete':
      return { kind: 'client' };
    case 'error_if_incomplete':
      return { kind: 'collect_or_fail', offSession };
    case 'pending_if_incomplete':
      throw invalidRequest('`pending_if_incomplete` can only be used when a subscription is updated.', {
        param: 'payment_behavior',
      });
    default:
      return { kind: 'collect', offSession };
  }
}

/** The message of a recorded response. */
export const noMethod = () =>
  invalidRequest(
    'This customer has no attached payment source or default payment method. Please consider adding a default payment method. For more information, visit https://stripe.com/docs/billing/subscriptions/payment-methods-setting#payment-method-priority.',
    { code: 'resource_missing' },
  );
