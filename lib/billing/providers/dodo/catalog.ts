import type DodoPayments from 'dodopayments';
import { formatMoney, isCurrency } from '../../money';
import { METADATA, metadataValue } from '../metadata';
import type { PushRun } from '../push-run';
import type { PriceSpec, PushedPrice } from '../requests';
import { ONCE } from './client';
import { acting } from './errors';
import { allPages } from './pages';

/** A product at Dodo has a single price, so each SKU in each currency is a product. */
type Listed = DodoPayments.ProductListResponse & { readonly archived: boolean };

/** A subscription runs for at most this long, because Dodo requires an end. */
const TERM_YEARS = 10;

/**
 * Creates the given products and archives what changed or is no longer sold. Safe to run twice. Returns every product
 * of ours, including archived ones, because subscriptions keep them.
 */
export async function pushCatalog(
  dodo: DodoPayments,
  appId: string,
  specs: readonly PriceSpec[],
  run: PushRun,
): Promise<PushedPrice[]> {
  const existing = await ownProducts(dodo, appId);
  const pushed: PushedPrice[] = [];
  for (const spec of specs) {
    const id = await pushProduct(dodo, appId, spec, existing, run);
    if (id === null) continue;
    pushed.push({ ...priceOf(spec), externalId: id, productExternalId: id, active: true });
  }
  const onSale = new Set(pushed.map((price) => price.externalId));
  for (const product of existing.filter((product) => !onSale.has(product.product_id))) {
    const id = product.product_id;
    const archive = () => acting(() => dodo.products.archive(id, ONCE));
    if (!product.archived) await run.change(`archive the product ${id} (${product.name})`, archive);
    pushed.push(toPushed(product));
  }
  return pushed;
}

/** The current state of every product of ours. Changes nothing. */
export async function listPrices(dodo: DodoPayments, appId: string): Promise<PushedPrice[]> {
  const existing = await ownProducts(dodo, appId);
  return existing.map((product) => ({ ...toPushed(product), active: !product.archived }));
}

/** Ours by our metadata. Other applications on the account keep their own. */
async function ownProducts(dodo: DodoPayments, appId: string): Promise<Listed[]> {
  const own: Listed[] = [];
  for (const archived of [false, true]) {
    const products = await allPages(
      (page) => dodo.products.list({ archived, ...page }),
      ({ product_id }) => product_id,
    );
    own.push(
      ...products
        .filter(
          ({ metadata }) =>
            metadataValue(metadata, METADATA.app) === appId && metadataValue(metadata, METADATA.sku) !== null,
        )
        .map((product) => ({ ...product, archived })),
    );
  }
  return own;
}

/** Its id; null in a dry run that would create it. */
async function pushProduct(
  dodo: DodoPayments,
  appId: string,
  spec: PriceSpec,
  existing: readonly Listed[],
  run: PushRun,
): Promise<string | null> {
  const { name, description } = spec;
  const same = existing.filter((product) => isAsSaid(product, spec));
  const found = same.find((product) => !product.archived) ?? same[0];
  if (found === undefined) {
    const create = () => acting(() => dodo.products.create(toProduct(appId, spec), ONCE));
    const made = await run.change(`create a product (${said(spec)})`, create);
    return made?.product_id ?? null;
  }
  const id = found.product_id;
  if (found.archived) {
    const sell = () => acting(() => dodo.products.unarchive(id, ONCE));
    await run.change(`sell the archived product ${id} again (${said(spec)})`, sell);
  }
  if (found.name !== name || found.description !== description) {
    const update = () => acting(() => dodo.products.update(id, { name, description }, ONCE));
    await run.change(`update the product ${id} (${name})`, update);
  }
  return id;
}

function said({ sku, amount, currency }: PriceSpec): string {
  return `${sku}, ${formatMoney(amount, currency)} ${currency}`;
}

/** No trial on the product: each checkout session decides whether it has one. */
function toProduct(appId: string, spec: PriceSpec): DodoPayments.ProductCreateParams {
  const { sku, name, description, currency, amount, interval } = spec;
  if (!isCurrency(currency)) throw new Error(`${currency} isn’t supported`);
  const common = { currency, price: Number(amount), discount: 0, purchasing_power_parity: false };
  return {
    name,
    description,
    tax_category: 'saas',
    metadata: { [METADATA.app]: appId, [METADATA.sku]: sku },
    price:
      interval === null
        ? { type: 'one_time_price', ...common }
        : {
            type: 'recurring_price',
            ...common,
            payment_frequency_count: interval.count,
            payment_frequency_interval: UNITS[interval.unit],
            subscription_period_count: TERM_YEARS,
            subscription_period_interval: 'Year',
          },
  };
}

const UNITS = { day: 'Day', week: 'Week', month: 'Month', year: 'Year' } as const;

function isAsSaid(product: Listed, spec: PriceSpec): boolean {
  const { price_detail: detail } = product;
  const recurring = detail?.type === 'recurring_price' ? detail : null;
  return (
    metadataValue(product.metadata, METADATA.sku) === spec.sku &&
    product.currency === spec.currency &&
    product.price === Number(spec.amount) &&
    (recurring?.payment_frequency_interval ?? null) === (spec.interval && UNITS[spec.interval.unit]) &&
    (recurring?.payment_frequency_count ?? 1) === (spec.interval?.count ?? 1)
  );
}

function priceOf({ sku, currency, amount }: PriceSpec): Pick<PushedPrice, 'sku' | 'currency' | 'amount'> {
  return { sku, currency, amount };
}

function toPushed(product: Listed): PushedPrice {
  return {
    sku: metadataValue(product.metadata, METADATA.sku) ?? '',
    currency: product.currency ?? '',
    amount: BigInt(product.price ?? 0),
    externalId: product.product_id,
    productExternalId: product.product_id,
    active: false,
  };
}
