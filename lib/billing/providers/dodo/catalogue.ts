import type DodoPayments from 'dodopayments';
import { isCurrency } from '../../money';
import type { PriceSpec, PushedPrice } from '../contract';
import { MARK, mark } from '../marks';
import { ONCE } from './client';
import { acting, reading } from './errors';
import { allPages } from './pages';

/** A product at Dodo has one price, so each SKU in each currency is a product. */
type Listed = DodoPayments.ProductListResponse & { readonly archived: boolean };

/** A subscription runs at most this long; Dodo wants an end (dodo.md §4.2). */
const TERM_YEARS = 10;

/**
 * Makes products as said and archives what changed or is no longer sold. Safe to run twice.
 * Returns every product of ours that exists, archived ones too: subscriptions keep them.
 */
export async function pushCatalogue(
  dodo: DodoPayments,
  appId: string,
  specs: readonly PriceSpec[],
): Promise<PushedPrice[]> {
  const existing = await ownProducts(dodo, appId);
  const pushed: PushedPrice[] = [];
  for (const spec of specs) {
    pushed.push({ ...priceOf(spec), externalId: await pushProduct(dodo, appId, spec, existing), active: true });
  }
  const onSale = new Set(pushed.map((price) => price.externalId));
  for (const product of existing.filter((product) => !onSale.has(product.product_id))) {
    if (!product.archived) await acting(() => dodo.products.archive(product.product_id, ONCE));
    pushed.push(toPushed(product));
  }
  return pushed;
}

/** Ours by the mark. Another application on the account keeps its own. */
async function ownProducts(dodo: DodoPayments, appId: string): Promise<Listed[]> {
  const own: Listed[] = [];
  for (const archived of [false, true]) {
    const products = await allPages((page) => reading(() => dodo.products.list({ archived, ...page })));
    own.push(
      ...products
        .filter(({ metadata }) => mark(metadata, MARK.app) === appId && mark(metadata, MARK.sku) !== null)
        .map((product) => ({ ...product, archived })),
    );
  }
  return own;
}

async function pushProduct(
  dodo: DodoPayments,
  appId: string,
  spec: PriceSpec,
  existing: readonly Listed[],
): Promise<string> {
  const { name, description } = spec;
  const same = existing.filter((product) => isAsSaid(product, spec));
  const found = same.find((product) => !product.archived) ?? same[0];
  if (found === undefined) {
    const made = await acting(() => dodo.products.create(toProduct(appId, spec), ONCE));
    return made.product_id;
  }
  const id = found.product_id;
  if (found.archived) await acting(() => dodo.products.unarchive(id, ONCE));
  if (found.name !== name || found.description !== description) {
    await acting(() => dodo.products.update(id, { name, description }, ONCE));
  }
  return id;
}

/** No trial on the product: who has one is decided for each session. */
function toProduct(appId: string, spec: PriceSpec): DodoPayments.ProductCreateParams {
  const { sku, name, description, currency, amount, interval } = spec;
  if (!isCurrency(currency)) throw new Error(`${currency} is not on offer`);
  const common = { currency, price: Number(amount), discount: 0, purchasing_power_parity: false };
  return {
    name,
    description,
    tax_category: 'saas',
    metadata: { [MARK.app]: appId, [MARK.sku]: sku },
    price:
      interval === null
        ? { type: 'one_time_price', ...common }
        : {
            type: 'recurring_price',
            ...common,
            payment_frequency_count: 1,
            payment_frequency_interval: INTERVAL[interval],
            subscription_period_count: TERM_YEARS,
            subscription_period_interval: 'Year',
          },
  };
}

const INTERVAL = { month: 'Month', year: 'Year' } as const;

function isAsSaid(product: Listed, spec: PriceSpec): boolean {
  const { price_detail: detail } = product;
  const interval = detail?.type === 'recurring_price' ? detail.payment_frequency_interval : null;
  return (
    mark(product.metadata, MARK.sku) === spec.sku &&
    product.currency === spec.currency &&
    product.price === Number(spec.amount) &&
    interval === (spec.interval === null ? null : INTERVAL[spec.interval])
  );
}

function priceOf({ sku, currency, amount }: PriceSpec): Pick<PushedPrice, 'sku' | 'currency' | 'amount'> {
  return { sku, currency, amount };
}

function toPushed(product: Listed): PushedPrice {
  return {
    sku: mark(product.metadata, MARK.sku) ?? '',
    currency: product.currency ?? '',
    amount: BigInt(product.price ?? 0),
    externalId: product.product_id,
    active: false,
  };
}
