import type { KnownInvoice } from '../money-snapshots';
import type { BillingInterval } from '../snapshots';
import type { Bought, ProductFacts } from './bought';
import { addInterval, intervalOf } from './interval';
import type { SubscriptionShape } from './shapes';
import { at, DAY, HOUR, shifted } from './time';

/** A period of the subscription's product that was paid for. */
export interface Sale {
  readonly invoiceId: string;
  readonly kind: 'period' | 'proration';
  readonly productId: string;
  readonly quantity: number;
  /** Minor units including tax: the value of this period. */
  readonly amount: bigint;
  readonly from: Date;
  readonly until: Date;
}

/** A successful payment and its context. */
export interface Taken {
  readonly id: string;
  readonly at: Date;
  /** Minor units. */
  readonly total: bigint;
  readonly bought: Bought;
  /** The latest payment. */
  readonly isNewest: boolean;
  /** A later charge for a different amount wasn't paid: the subscription may now be more than this payment bought. */
  readonly isOutgrown: boolean;
}

/** Months differ in length and Dodo keeps the day of the month: up to this much later counts as the same period. */
const CALENDAR_SLACK = 4 * DAY;

/** The sale of a paid invoice that the ledger has; null if it sold no time. */
export function knownSale({ externalId, lines }: KnownInvoice): Sale | null {
  const line = lines.findLast(({ kind, amount }) => kind !== 'one_time' && amount >= 0n);
  if (line === undefined || line.kind === 'one_time') return null;
  const { kind, quantity, amount, from, until, priceExternalId } = line;
  return { invoiceId: externalId, kind, productId: priceExternalId ?? '', quantity, amount, from, until };
}

/**
 * What a payment sold, when first seen. A charge within a paid period is a plan change, unless it took the full price:
 * in that case the billing date was moved earlier, or the new plan was charged in full, and nothing was credited.
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
  const priced = pricedAs(raw, productId, products);
  const replaced =
    current !== null &&
    taken.at < shifted(current.until, -HOUR) &&
    (taken.bought.isChange || !isFullPrice(raw, taken, current, priced))
      ? current
      : null;
  const isAsNow = taken.isNewest && isSame && !taken.isOutgrown;
  const quantity = isAsNow
    ? raw.quantity
    : replaced === null
      ? quantityOfPeriod(taken, current, priced.unit)
      : quantityOfChange(taken, replaced, priced.unit);
  const sold = { invoiceId: taken.id, productId, quantity };
  const previous = at(raw.previous_billing_date);
  // The dates may change after the payment, but not for a product other than the one it bought.
  const begins = taken.isNewest && previous < shifted(taken.at, isSame ? DAY : 0);
  if (replaced === null) {
    const due = at(raw.next_billing_date);
    // Charged for the period that follows, and the dates haven't moved yet.
    const isBehind = taken.isNewest && due <= shifted(taken.at, HOUR);
    const shown = begins && !isBehind;
    const from = shown ? previous : isBehind && taken.at < shifted(due, DAY) ? due : taken.at;
    return {
      ...sold,
      kind: 'period',
      amount: taken.total,
      from,
      until: shown ? periodEnd(raw) : later(from, interval),
    };
  }
  const from = begins && previous > taken.at ? previous : taken.at;
  return {
    ...sold,
    kind: 'proration',
    amount: taken.total + worthAt(replaced, from),
    from,
    until: begins ? periodEnd(raw) : later(from, interval),
  };
}

/** Minor units of a sale's remaining value at a given time. */
export function worthAt({ amount, from, until }: Sale, moment: Date): bigint {
  const length = until.getTime() - from.getTime();
  const left = Math.min(length, Math.max(0, until.getTime() - moment.getTime()));
  return length <= 0 ? 0n : BigInt(Math.round((Number(amount) * left) / length));
}

/** The end of the current period: the next billing date, unless it was moved beyond the length of a period. */
export function periodEnd(raw: SubscriptionShape): Date {
  const next = at(raw.next_billing_date);
  const expected = later(at(raw.previous_billing_date), intervalOf(raw));
  return next > shifted(expected, CALENDAR_SLACK) ? expected : next;
}

function later(from: Date, interval: BillingInterval | null): Date {
  return interval === null ? from : addInterval(from, interval);
}

/** Within a paid period: a charge for whole pieces credits nothing; one for the rest of a period is no such multiple. */
function isFullPrice(
  raw: SubscriptionShape,
  { bought, total, isNewest }: Taken,
  current: Sale,
  { productId, unit }: Priced,
): boolean {
  if (isNewest && productId === raw.product_id) return bought.net >= BigInt(raw.recurring_pre_tax_amount);
  return productId === current.productId && total >= current.amount && (unit === 0n || bought.net % unit === 0n);
}

/** A product with the price of one piece in minor units; 0 when it isn't known. */
interface Priced {
  readonly productId: string;
  readonly unit: bigint;
}

function pricedAs(raw: SubscriptionShape, productId: string, products: ReadonlyMap<string, ProductFacts>): Priced {
  const unit =
    productId === raw.product_id
      ? BigInt(Math.round(raw.recurring_pre_tax_amount / raw.quantity))
      : (products.get(productId)?.unit ?? 0n);
  return { productId, unit };
}

/** The quantity of an earlier payment in full. */
function quantityOfPeriod({ bought }: Taken, current: Sale | null, unit: bigint): number {
  return unit > 0n ? Math.max(1, Math.round(Number(bought.net) / Number(unit))) : (current?.quantity ?? 1);
}

/**
 * The quantity of an earlier change. The charge and what was left of the period before it are worth the new quantity, for
 * a whole period or for the time left (docs.dodopayments.com/developer-resources/subscription-upgrade-downgrade): whichever
 * comes out closer to a whole number.
 */
function quantityOfChange({ bought, at: moment }: Taken, current: Sale, unit: bigint): number {
  if (unit <= 0n) return current.quantity;
  const pieces = Number(bought.net + worthAt(current, moment)) / Number(unit);
  const length = current.until.getTime() - current.from.getTime();
  const left = (current.until.getTime() - moment.getTime()) / length;
  const off = (value: number) => Math.abs(value - Math.round(value));
  return Math.max(1, Math.round(off(pieces) <= off(pieces / left) ? pieces : pieces / left));
}
