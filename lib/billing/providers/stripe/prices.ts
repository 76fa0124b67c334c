import type Stripe from 'stripe';
import { formatMoney } from '../../money';
import { METADATA, metadataValue } from '../metadata';
import type { PushRun } from '../push-run';
import type { PriceSpec, PushedPrice } from '../requests';
import { acting, reading } from './errors';
import { idOf } from './shapes';

/**
 * Creates one product's prices as given: prices are immutable, so a changed one is archived and a new one takes its
 * lookup key. `product` is null in a dry run that would create it. Returns all its prices; `active` if on sale.
 */
export async function pushPrices(
  stripe: Stripe,
  appId: string,
  sku: string,
  product: string | null,
  specs: readonly PriceSpec[],
  run: PushRun,
): Promise<PushedPrice[]> {
  const existing = product === null ? [] : await pricesIn(stripe, product);
  const prices = new Map(existing.map((price) => [price.id, price]));
  const onSale = new Set<string>();
  for (const spec of specs) {
    const price = await pushPrice(stripe, appId, product ?? '', spec, existing, run);
    if (price === null) continue;
    prices.set(price.id, price);
    onSale.add(price.id);
  }
  for (const price of existing) {
    // A price created manually for one customer isn't ours to archive.
    const ours = metadataValue(price.metadata, METADATA.app) === appId;
    if (price.active && ours && !onSale.has(price.id)) {
      const archive = () => acting(() => stripe.prices.update(price.id, { active: false }));
      await run.change(`archive the price ${price.id} of ${sku}`, archive);
    }
  }
  return [...prices.values()].map((price) => toPushed(sku, price, onSale.has(price.id)));
}

/** One product's prices; `active` if it holds its currency's lookup key and can be bought. */
export async function listPricesOf(
  stripe: Stripe,
  appId: string,
  sku: string,
  product: Stripe.Product,
): Promise<PushedPrice[]> {
  const existing = await pricesIn(stripe, product.id);
  return existing.map((price) => {
    const onSale = price.lookup_key === lookupKey(appId, sku, price.currency);
    return toPushed(sku, price, product.active && price.active && onSale);
  });
}

function pricesIn(stripe: Stripe, product: string): Promise<Stripe.Price[]> {
  return reading(() => stripe.prices.list({ product, limit: 100 }).autoPagingToArray({ limit: 10_000 }));
}

function lookupKey(appId: string, sku: string, currency: string): string {
  return `${appId}_${sku}_${currency}`.toLowerCase();
}

/** The given price: the one on sale, a restored archived one, or a new one. Null in a dry run that would change it. */
async function pushPrice(
  stripe: Stripe,
  appId: string,
  product: string,
  spec: PriceSpec,
  existing: readonly Stripe.Price[],
  run: PushRun,
): Promise<Stripe.Price | null> {
  const { interval } = spec;
  const lookup = { lookup_key: lookupKey(appId, spec.sku, spec.currency), transfer_lookup_key: true };
  const same = existing.filter(
    (price) => metadataValue(price.metadata, METADATA.app) === appId && isAsSaid(price, spec),
  );
  const onSale = same.find((price) => price.active && price.lookup_key === lookup.lookup_key);
  if (onSale !== undefined) return onSale;
  const [archived] = same;
  const said = `${spec.sku}, ${formatMoney(spec.amount, spec.currency)} ${spec.currency}`;
  if (archived !== undefined) {
    const sell = () => acting(() => stripe.prices.update(archived.id, { active: true, ...lookup }));
    return run.change(`sell the archived price ${archived.id} again (${said})`, sell);
  }
  const create = () =>
    acting(() =>
      stripe.prices.create({
        product,
        currency: spec.currency.toLowerCase(),
        unit_amount: Number(spec.amount),
        metadata: { [METADATA.app]: appId, [METADATA.sku]: spec.sku },
        ...(interval === null ? {} : { recurring: { interval: interval.unit, interval_count: interval.count } }),
        ...lookup,
      }),
    );
  return run.change(`create a price (${said})`, create);
}

function isAsSaid({ currency, unit_amount, recurring }: Stripe.Price, spec: PriceSpec): boolean {
  return (
    currency === spec.currency.toLowerCase() &&
    unit_amount === Number(spec.amount) &&
    (recurring?.interval ?? null) === (spec.interval?.unit ?? null) &&
    (recurring?.interval_count ?? 1) === (spec.interval?.count ?? 1)
  );
}

function toPushed(sku: string, price: Stripe.Price, active: boolean): PushedPrice {
  return {
    sku,
    currency: price.currency.toUpperCase(),
    amount: BigInt(price.unit_amount ?? 0),
    externalId: price.id,
    productExternalId: idOf(price.product),
    active,
  };
}
