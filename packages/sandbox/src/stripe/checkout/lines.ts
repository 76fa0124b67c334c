import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { mergeMetadata } from '../api/metadata';
import type { CouponRecord } from '../api/tables';
import type { CheckoutLineRecord, CheckoutSessionRecord } from '../billing-tables';
import { couponReductions } from '../invoices/discounting';
import { productName } from '../invoices/format';
import { priceOf } from '../invoices/pricing';
import { requestedPrice } from '../subscriptions/price-params';
import type { CheckoutParams } from './fields';

/** The order of a session, from its `line_items`. @throws 400 for prices that can't be combined */
export function orderLines(ctx: StripeContext, params: CheckoutParams): CheckoutLineRecord[] {
  const items = params.line_items ?? [];
  if (params.mode !== 'setup' && items.length === 0) {
    throw invalidRequest('Missing required param: line_items.', { code: 'parameter_missing', param: 'line_items' });
  }
  const lines = items.map((requested, index) => {
    const price = requestedPrice(ctx, requested, `line_items[${index}]`);
    const quantity = requested.quantity ?? (price.recurring?.usage_type === 'metered' ? null : 1);
    const { adjustable_quantity: adjustable } = requested;
    return {
      id: newId('checkout_line'),
      object: 'item' as const,
      adjustable_quantity: adjustable?.enabled
        ? { enabled: true, maximum: adjustable.maximum ?? 99, minimum: adjustable.minimum ?? 0 }
        : null,
      amount_discount: 0,
      amount_subtotal: 0,
      amount_tax: 0,
      amount_total: 0,
      currency: price.currency,
      description: productName(ctx, price),
      metadata: mergeMetadata(null, requested.metadata),
      price,
      quantity,
    };
  });
  checkKinds(params, lines);
  return lines;
}

function checkKinds(params: CheckoutParams, lines: CheckoutLineRecord[]): void {
  const recurring = lines.filter((line) => line.price?.recurring);
  const currency = params.currency ?? lines[0]?.currency;
  if (params.mode === 'payment' && recurring.length > 0) {
    throw invalidRequest(
      'You specified `payment` mode but passed a recurring price. Either switch to `subscription` mode or use only one-time prices.',
      { param: 'line_items[0]' },
    );
  }
  if (params.mode === 'subscription' && recurring.length === 0) {
    throw invalidRequest('You must provide at least one recurring price in `subscription` mode when using prices.', {
      param: 'line_items',
    });
  }
  if (recurring.length > 20 || lines.length - recurring.length > (params.mode === 'subscription' ? 20 : 100)) {
    throw invalidRequest('You may not pass more than 20 recurring and 20 one-time line items.', {
      param: 'line_items',
    });
  }
  if (lines.some((line) => line.currency !== currency)) {
    throw invalidRequest('All line items must have the same currency.', { param: 'line_items' });
  }
}

/** Whether the order starts with a free trial. */
export const hasTrialData = (data: CheckoutParams['subscription_data'] | null): boolean =>
  data?.trial_period_days !== undefined || data?.trial_end !== undefined;

/** The order with its totals, given its discount and whether the recurring part is a free trial. */
export function summed(
  ctx: StripeContext,
  lines: CheckoutLineRecord[],
  coupon: CouponRecord | null,
  trial: boolean,
): CheckoutLineRecord[] {
  const subtotals = lines.map(({ price, quantity }) =>
    price && !(trial && price.recurring) ? priceOf(ctx, price, quantity ?? 0) : 0,
  );
  const looked = lines.map(({ price }, index) => ({
    amount: subtotals[index] ?? 0,
    product: price?.product ?? null,
    discountable: true,
  }));
  const off = coupon ? couponReductions(coupon, looked, lines[0]?.currency ?? 'usd') : [];
  return lines.map((line, index) => {
    const amount_subtotal = subtotals[index] ?? 0;
    const amount_discount = off[index] ?? 0;
    return { ...line, amount_discount, amount_subtotal, amount_total: amount_subtotal - amount_discount };
  });
}

/** The session's totals, from its order. */
export function sessionSums(
  lines: CheckoutLineRecord[],
): Pick<CheckoutSessionRecord, 'amount_subtotal' | 'amount_total' | 'total_details'> {
  const sum = (pick: (line: CheckoutLineRecord) => number): number => lines.reduce((all, line) => all + pick(line), 0);
  return {
    amount_subtotal: sum((line) => line.amount_subtotal),
    amount_total: sum((line) => line.amount_total),
    total_details: { amount_discount: sum((line) => line.amount_discount), amount_shipping: 0, amount_tax: 0 },
  };
}
