import type DodoPayments from 'dodopayments';
import { METADATA, metadataValue } from '../metadata';
import type { BillingInterval } from '../snapshots';
import { reading, readingOrAbsent } from './errors';
import { toInterval } from './interval';
import type { ListedPayment, PaymentShape, SubscriptionShape } from './shapes';
import { paymentStatus } from './status';
import { at, HOUR, shifted } from './time';

/** What a subscription's payment says about its purchase. */
export interface Bought {
  /** The product of its line items; null if those weren't fetched or name none. */
  readonly productId: string | null;
  /** It belongs to one of our plan changes. */
  readonly isChange: boolean;
  /** Minor units before tax. */
  readonly net: bigint;
}

/** A product that the subscription had before. */
export interface ProductFacts {
  /** Minor units per unit. */
  readonly unit: bigint;
  readonly interval: BillingInterval | null;
}

export interface Purchases {
  /** By payment id. */
  readonly bought: ReadonlyMap<string, Bought>;
  /** By product id. */
  readonly products: ReadonlyMap<string, ProductFacts>;
}

export const tookMoney = ({ status, total_amount: total }: Pick<ListedPayment, 'status' | 'total_amount'>): boolean =>
  total > 0 && paymentStatus(status) === 'succeeded';

/**
 * Fetches what the payments unknown to the ledger bought: a payment names neither product nor period, but its line
 * items name the product. The first payment needs no request while nothing shows that the product was changed since.
 */
export async function purchasesOf(
  dodo: DodoPayments,
  raw: SubscriptionShape,
  listed: readonly ListedPayment[],
  unknown: readonly PaymentShape[],
): Promise<Purchases> {
  const asShown = paidAsShown(raw, listed);
  const entries = await Promise.all(
    unknown.filter(tookMoney).map(async (payment): Promise<[string, Bought]> => {
      const isChange = metadataValue(payment.metadata, METADATA.operation) !== null;
      const productId = asShown ? null : await productOf(dodo, payment, raw);
      return [payment.payment_id, { productId, isChange, net: BigInt(payment.total_amount - (payment.tax ?? 0)) }];
    }),
  );
  const others = new Set(
    entries.flatMap(([, { productId: id }]) => (id === null || id === raw.product_id ? [] : [id])),
  );
  const found = await Promise.all([...others].map((id) => productFacts(dodo, id)));
  return { bought: new Map(entries), products: new Map(found.flatMap((facts) => (facts === null ? [] : [facts]))) };
}

/**
 * Whether the only payment started the current period, and no charge was declined after it: a change may be applied
 * although its charge is declined, and one whose price is covered by credit has no payment.
 */
function paidAsShown(raw: SubscriptionShape, listed: readonly ListedPayment[]): boolean {
  const [paid, ...more] = listed.filter(tookMoney);
  if (paid === undefined || more.length > 0) return false;
  const moment = at(paid.created_at);
  const isDeclinedSince = listed.some(
    ({ status, created_at }) => paymentStatus(status) === 'failed' && at(created_at) > moment,
  );
  return !isDeclinedSince && at(raw.previous_billing_date) < shifted(moment, HOUR);
}

async function productOf(dodo: DodoPayments, payment: PaymentShape, raw: SubscriptionShape): Promise<string | null> {
  const { items } = await reading(() => dodo.payments.retrieveLineItems(payment.payment_id));
  const ids = items.map(({ items_id: id }) => id);
  // Add-ons and meters have other id prefixes.
  return ids.find((id) => id === raw.product_id) ?? ids.find((id) => id.startsWith('pdt_')) ?? null;
}

async function productFacts(dodo: DodoPayments, id: string): Promise<[string, ProductFacts] | null> {
  const product = await readingOrAbsent(() => dodo.products.retrieve(id));
  if (product === null || product.price.type === 'one_time_price') return null;
  const { price } = product;
  const unit = BigInt(price.type === 'usage_based_price' ? price.fixed_price : price.price);
  return [id, { unit, interval: toInterval(price.payment_frequency_interval, price.payment_frequency_count) }];
}
