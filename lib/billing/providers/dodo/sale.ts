import type { KnownInvoice } from '../money-snapshots';
import type { BillingInterval } from '../snapshots';
import type { Bought, ProductFacts } from './bought';
import { addInterval, intervalOf } from './interval';
import type { SubscriptionShape } from './shapes';
import { at, DAY, HOUR, shifted } from './time';

/** Time of the subscription's product that something paid for. */
export interface Sale {
  readonly invoiceId: string;
  readonly kind: 'period' | 'proration';
  readonly productId: string;
  readonly quantity: number;
  /** Minor units, tax included: what this time is worth. */
  readonly amount: bigint;
  readonly from: Date;
  readonly until: Date;
}

/** A payment that took money, and what it stands between. */
export interface Taken {
  readonly id: string;
  readonly at: Date;
  /** Minor units. */
  readonly total: bigint;
  readonly bought: Bought;
  /** Nothing was paid after it. */
  readonly isNewest: boolean;
  /** Another amount was asked for after it and not paid: what the subscription is now may be more than this bought. */
  readonly isOutgrown: boolean;
}

/** Months differ and Dodo keeps a day of the month over short ones: this much later than reckoned is the same period. */
const CALENDAR_SLACK = 4 * DAY;

/** The sale of a paid invoice that the ledger knows; null when it sold no time. */
export function knownSale({ externalId, lines }: KnownInvoice): Sale | null {
  const line = lines.findLast(({ kind, amount }) => kind !== 'one_time' && amount >= 0n);
  if (line === undefined || line.kind === 'one_time') return null;
  const { kind, quantity, amount, from, until, priceExternalId } = line;
  return { invoiceId: externalId, kind, productId: priceExternalId ?? '', quantity, amount, from, until };
}

/**
 * What a payment sold that is seen for the first time. A charge in the middle of what is paid is a plan change, unless
 * it took the full price: then the billing date was moved to an earlier day, or the new plan was charged in full, and
 * nothing was credited.
 */
export function saleOf(
  raw: SubscriptionShape,
  taken: Taken,
  current: Sale | null,
  products: ReadonlyMap<string, ProductFacts>,
): Sale {
  const productId = taken.bought.productId ?? raw.product_id;
  const isSame = productId === raw.product_id;
  const interval = (isSame ? null : products.get(productId)?.interval) ?? intervalOf(raw);
  const isAsNow = taken.isNewest && isSame && !taken.isOutgrown;
  const quantity = isAsNow ? raw.quantity : quantityOf(raw, taken, current, products);
  const sold = { invoiceId: taken.id, productId, quantity };
  const isChange =
    current !== null &&
    taken.at < shifted(current.until, -HOUR) &&
    (taken.bought.isChange || !isFullPrice(raw, taken, current, productId));
  const previous = at(raw.previous_billing_date);
  // The dates may come later than the payment, but not for another product than it bought.
  const begins = taken.isNewest && previous < shifted(taken.at, isSame ? DAY : 0);
  if (!isChange) {
    const from = begins ? previous : taken.at;
    return {
      ...sold,
      kind: 'period',
      amount: taken.total,
      from,
      until: begins ? periodEnd(raw) : later(from, interval),
    };
  }
  const from = begins && previous > taken.at ? previous : taken.at;
  return {
    ...sold,
    kind: 'proration',
    amount: taken.total + worthAt(current, from),
    from,
    until: begins ? periodEnd(raw) : later(from, interval),
  };
}

/** Minor units of what is left of a sale at a moment. */
export function worthAt({ amount, from, until }: Sale, moment: Date): bigint {
  const length = until.getTime() - from.getTime();
  const left = Math.min(length, Math.max(0, until.getTime() - moment.getTime()));
  return length <= 0 ? 0n : BigInt(Math.round((Number(amount) * left) / length));
}

/** The end of the period that runs: the next billing date, unless that was moved beyond what a period is long. */
export function periodEnd(raw: SubscriptionShape): Date {
  const next = at(raw.next_billing_date);
  const expected = later(at(raw.previous_billing_date), intervalOf(raw));
  return next > shifted(expected, CALENDAR_SLACK) ? expected : next;
}

function later(from: Date, interval: BillingInterval | null): Date {
  return interval === null ? from : addInterval(from, interval);
}

function isFullPrice(raw: SubscriptionShape, { bought, total, isNewest }: Taken, current: Sale, productId: string) {
  return isNewest && productId === raw.product_id
    ? bought.net >= BigInt(raw.recurring_pre_tax_amount)
    : productId === current.productId && total >= current.amount;
}

/** The pieces of an earlier payment, by the price of one where that is known. */
function quantityOf(
  raw: SubscriptionShape,
  { bought }: Taken,
  current: Sale | null,
  products: ReadonlyMap<string, ProductFacts>,
): number {
  const productId = bought.productId ?? raw.product_id;
  const unit =
    productId === raw.product_id
      ? BigInt(Math.round(raw.recurring_pre_tax_amount / raw.quantity))
      : (products.get(productId)?.unit ?? 0n);
  if (current?.productId === productId && bought.isChange) return raw.quantity;
  return unit > 0n ? Math.max(1, Math.round(Number(bought.net) / Number(unit))) : (current?.quantity ?? 1);
}
