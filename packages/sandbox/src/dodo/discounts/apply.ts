import type DodoPayments from 'dodopayments';
import { refused } from '../api/errors';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { convert } from '../money/currency';
import type { Reduction } from '../money/quote';
import type { DiscountRecord } from '../records/discount';
import type { AppliedDiscount } from '../records/subscription';

type Currency = DodoPayments.Currency;

/** Applied discounts in the form `quote` takes, in order. */
export function reductionsOf(dodo: Dodo, applied: AppliedDiscount[], currency: Currency): Reduction[] {
  return applied.map(({ discountId }) => reduction(need(dodo.tables.discounts, discountId), currency));
}

/** A discount in the currency of the payment: its own option, or the default option converted (SDK, discounts.ts). */
export function reduction(row: DiscountRecord, currency: Currency): Reduction {
  const option = optionIn(row, currency);
  const flat = row.type === 'flat';
  return {
    discountId: row.id,
    kind: row.type,
    amount: flat ? (option?.most ?? 0) : row.amount,
    most: flat ? null : (option?.most ?? null),
    only: row.restrictedTo,
  };
}

function optionIn(row: DiscountRecord, currency: Currency): { most: number | null; minimum: number } | null {
  const own = row.currencyOptions.find((option) => option.currency === currency);
  if (own) return { most: own.max_amount_possible ?? null, minimum: own.minimum_subtotal };
  const standard = row.currencyOptions.find((option) => option.is_default);
  if (!standard) return null;
  const most = standard.max_amount_possible ?? null;
  return {
    most: most === null ? null : (convert(most, standard.currency, currency) ?? most),
    minimum: convert(standard.minimum_subtotal, standard.currency, currency) ?? standard.minimum_subtotal,
  };
}

/** What a code would be applied to. `customerId` is null while the customer is unknown. */
export interface Redemption {
  customerId: string | null;
  productIds: string[];
  subtotal: number;
  currency: Currency;
}

/**
 * The discount of a code, if it can be used here.
 * @throws 422 INVALID_DISCOUNT_CODE, DISCOUNT_CODE_EXPIRED, DISCOUNT_CODE_USAGE_LIMIT_EXCEEDED,
 * DISCOUNT_NOT_AVAILABLE_FOR_PRODUCT
 */
export function redeemable(dodo: Dodo, code: string, use: Redemption): DiscountRecord {
  const [row] = dodo.tables.discounts.by('code', code.trim().toUpperCase());
  if (!row || (row.startsMs !== null && row.startsMs > dodo.now())) throw invalid();
  if (row.expiresMs !== null && row.expiresMs <= dodo.now())
    throw refused('DISCOUNT_CODE_EXPIRED', 'This discount code has expired');
  if (row.usageLimit !== null && row.timesUsed >= row.usageLimit) throw usedUp();
  if (row.restrictedTo.length > 0 && !use.productIds.some((id) => row.restrictedTo.includes(id)))
    throw refused('DISCOUNT_NOT_AVAILABLE_FOR_PRODUCT', 'This discount code is not available for this product');
  const option = optionIn(row, use.currency);
  if (row.type === 'flat' && option === null) throw invalid();
  if (option && use.subtotal < option.minimum) throw invalid();
  if (use.customerId !== null) checkCustomer(dodo, row, use.customerId);
  return row;
}

function checkCustomer(dodo: Dodo, row: DiscountRecord, customerId: string): void {
  const used = dodo.tables.redemptions.by('customer', `${row.id}/${customerId}`).length;
  if (row.perCustomerLimit !== null && used >= row.perCustomerLimit) throw usedUp();
  if (row.eligibility === 'any') return;
  const bought = dodo.tables.payments.by('customer', customerId).some((payment) => payment.status === 'succeeded');
  // `specific` starts without customers, and the endpoint that attaches them isn't supported, so no customer qualifies.
  const welcome = row.eligibility === 'first_time' ? !bought : row.eligibility === 'existing' && bought;
  if (!welcome) throw invalid();
}

/** Resolves a list of codes in order. Duplicates count once. */
export function applyCodes(dodo: Dodo, codes: string[], use: Redemption): AppliedDiscount[] {
  const rows = [...new Set(codes.map((code) => code.trim().toUpperCase()))].map((code) => redeemable(dodo, code, use));
  return rows.map((row, position) => ({ discountId: row.id, position, cyclesRemaining: row.cycles }));
}

/** Counts a redemption after the payment has succeeded. */
export function redeem(dodo: Dodo, discountIds: string[], customerId: string, paymentId: string): void {
  for (const discountId of discountIds) {
    const row = need(dodo.tables.discounts, discountId);
    const id = `${discountId}/${paymentId}`;
    if (dodo.tables.redemptions.get(id)) continue;
    dodo.tables.redemptions.put(id, { id, discountId, customerId, paymentId });
    dodo.tables.discounts.put(discountId, { ...row, timesUsed: row.timesUsed + 1 });
  }
}

const invalid = () => refused('INVALID_DISCOUNT_CODE', 'This discount code is not valid');
const usedUp = () => refused('DISCOUNT_CODE_USAGE_LIMIT_EXCEEDED', 'This discount code has reached its usage limit');
