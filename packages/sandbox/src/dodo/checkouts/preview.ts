import type DodoPayments from 'dodopayments';
import { fullAddress } from '../api/fields';
import { reductionsOf } from '../discounts/apply';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { type Line, quote, sum } from '../money/quote';
import type { AppliedDiscount } from '../records/subscription';
import { planItems } from '../subscriptions/price';
import { addInterval, DAY_MS } from '../time/calendar';
import { stamp } from '../time/stamp';
import { codesOf, readOrder } from './order';
import { discountsFor } from './prepare';
import { type Buyer, type Entry, entries, priceToday } from './price';
import type { CheckoutBody } from './schema';

type Preview = DodoPayments.CheckoutSessionPreviewResponse;

/** What a checkout with this body would cost today and later. Stores nothing. */
export function previewCheckout(dodo: Dodo, body: CheckoutBody): Required<Preview> {
  const order = readOrder(dodo, body);
  const billing = body.billing_address ? fullAddress(body.billing_address) : null;
  const buyer: Buyer = {
    billing: billing ?? { country: 'US', city: null, state: null, street: null, zipcode: null },
    taxId: body.tax_id ?? null,
  };
  const cart = entries(dodo, order, buyer);
  const customerId = body.customer && 'customer_id' in body.customer ? body.customer.customer_id : null;
  const discounts = discountsFor(dodo, { order }, cart, { codes: codesOf(body) }, customerId);
  const today = priceToday(dodo, order, cart, discounts);
  const subscriptions = cart.flatMap((entry) => later(dodo, entry, today.lines, discounts, buyer, order.currency));
  const recurring = subscriptions.map((each) => each.quote);
  const [first] = subscriptions;
  return {
    billing_country: buyer.billing.country,
    currency: order.currency,
    current_breakup: { discount: today.discount, subtotal: today.subtotal, total_amount: today.total, tax: today.tax },
    is_byop: false,
    payment_method_required: true,
    product_cart: cart.map((entry) => cartWire(dodo, entry, today.lines, discounts, order.currency)),
    total_price: today.total,
    next_billing_date: first?.shown.next_billing_date ?? null,
    recurring_breakup: first
      ? {
          discount: sum(recurring.map((each) => each.discount)),
          subtotal: sum(recurring.map((each) => each.subtotal)),
          total_amount: sum(recurring.map((each) => each.total)),
          tax: sum(recurring.map((each) => each.tax)),
        }
      : null,
    subscriptions: first ? subscriptions.map((each) => each.shown) : null,
    tax_id_business_name: body.customer_business_name ?? null,
    tax_id_err_msg: null,
    tax_id_format_name: null,
    total_tax: today.tax,
    trial_amount: cart.find((entry) => entry.trialAmount !== null)?.trialAmount ?? null,
    trial_period_days: cart.find((entry) => entry.trialDays > 0)?.trialDays ?? null,
  };
}

function later(
  dodo: Dodo,
  { plan, trialDays, items }: Entry,
  lines: Line[],
  discounts: AppliedDiscount[],
  buyer: Buyer,
  currency: DodoPayments.Currency,
) {
  if (!plan) return [];
  const each = quote(planItems(dodo, plan, buyer), reductionsOf(dodo, discounts, currency));
  const ids = items.map((item) => item.itemId);
  const mine = lines.filter((line) => ids.includes(line.itemId));
  const now = dodo.now();
  const { count, interval } = plan.frequency;
  const next = trialDays > 0 ? now + trialDays * DAY_MS : addInterval(now, count, interval);
  const taxDue = sum(mine.map((line) => line.tax));
  const shown = {
    amount_due_now: sum(mine.map((line) => line.amount)) + taxDue,
    product_id: plan.productId,
    recurring_amount: each.total,
    next_billing_date: stamp(next),
    recurring_tax: each.tax,
    tax_due_now: taxDue,
    trial_period_days: trialDays > 0 ? trialDays : null,
  } satisfies Required<DodoPayments.CheckoutSessionPreviewResponse.Subscription>;
  return [{ quote: each, shown }];
}

function cartWire(
  dodo: Dodo,
  { item, product, plan }: Entry,
  lines: Line[],
  discounts: AppliedDiscount[],
  currency: DodoPayments.Currency,
) {
  const line = lines.find((candidate) => candidate.itemId === product.id);
  const percentage = discounts
    .map(({ discountId }) => need(dodo.tables.discounts, discountId))
    .find(
      (row) => row.type === 'percentage' && (row.restrictedTo.length === 0 || row.restrictedTo.includes(product.id)),
    );
  const { price } = product;
  return {
    credit_entitlements: [],
    currency,
    discounted_price: (line?.subtotal ?? 0) - (line?.discount ?? 0),
    is_subscription: plan !== null,
    is_usage_based: price.type === 'usage_based_price',
    meters: (plan?.meters ?? []).map((each) => {
      const meter = need(dodo.tables.meters, each.meterId);
      return {
        measurement_unit: meter.measurementUnit,
        name: meter.name,
        price_per_unit: each.pricePerUnit ?? '0',
        description: meter.description,
        free_threshold: each.freeThreshold,
      };
    }),
    og_currency: price.currency,
    og_price: price.type === 'usage_based_price' ? price.fixed_price : price.price,
    product_id: product.id,
    quantity: item.quantity,
    tax_category: product.taxCategory,
    tax_inclusive: price.tax_inclusive ?? false,
    tax_rate: (line?.taxRate ?? 0) / 100,
    addons: plan ? plan.addons.map((addon) => addonWire(dodo, addon, lines, currency)) : null,
    description: product.description,
    discount_amount: percentage?.amount ?? null,
    discount_cycle: percentage?.cycles ?? null,
    name: product.name,
    tax: line?.tax ?? 0,
  } satisfies Required<DodoPayments.CheckoutSessionPreviewResponse.ProductCart>;
}

function addonWire(
  dodo: Dodo,
  { addonId, quantity, unitPrice }: { addonId: string; quantity: number; unitPrice: number },
  lines: Line[],
  currency: DodoPayments.Currency,
) {
  const addon = need(dodo.tables.addons, addonId);
  const line = lines.find((candidate) => candidate.itemId === addonId);
  return {
    addon_id: addonId,
    currency,
    discounted_price: (line?.subtotal ?? 0) - (line?.discount ?? 0),
    name: addon.name,
    og_currency: addon.currency,
    og_price: addon.price,
    quantity,
    single_quantity_price: unitPrice,
    tax_category: addon.taxCategory,
    tax_inclusive: line?.taxInclusive ?? false,
    tax_rate: (line?.taxRate ?? 0) / 100,
    description: addon.description,
    discount_amount: null,
    tax: line?.tax ?? 0,
  } satisfies Required<DodoPayments.CheckoutSessionPreviewResponse.ProductCart.Addon>;
}
