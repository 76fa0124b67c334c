import type Stripe from 'stripe';
import type { PriceSpec, PushedPrice } from '../contract';
import { MARK, mark } from '../marks';
import { acting, reading } from './errors';

/**
 * Makes one product's prices as said: a price cannot change, so a changed one is archived and another takes over its
 * lookup key. Returns all prices of the product; `active` only where it is the one now on sale.
 */
export async function pushPrices(
  stripe: Stripe,
  appId: string,
  sku: string,
  product: string,
  specs: readonly PriceSpec[],
): Promise<PushedPrice[]> {
  const existing = await reading(() =>
    stripe.prices.list({ product, limit: 100 }).autoPagingToArray({ limit: 10_000 }),
  );
  const prices = new Map(existing.map((price) => [price.id, price]));
  const onSale = new Set<string>();
  for (const spec of specs) {
    const price = await pushPrice(stripe, appId, product, spec, existing);
    prices.set(price.id, price);
    onSale.add(price.id);
  }
  for (const price of existing) {
    // A price somebody made by hand for one customer is theirs to archive.
    const ours = mark(price.metadata, MARK.app) === appId;
    if (price.active && ours && !onSale.has(price.id)) {
      await acting(() => stripe.prices.update(price.id, { active: false }));
    }
  }
  return [...prices.values()].map((price) => toPushed(sku, price, onSale.has(price.id)));
}

/** The price as said: the one on sale, an archived one brought back, or a new one. */
async function pushPrice(
  stripe: Stripe,
  appId: string,
  product: string,
  spec: PriceSpec,
  existing: readonly Stripe.Price[],
): Promise<Stripe.Price> {
  const lookup = { lookup_key: `${appId}_${spec.sku}_${spec.currency}`.toLowerCase(), transfer_lookup_key: true };
  const same = existing.filter((price) => mark(price.metadata, MARK.app) === appId && isAsSaid(price, spec));
  const onSale = same.find((price) => price.active && price.lookup_key === lookup.lookup_key);
  if (onSale !== undefined) return onSale;
  const [archived] = same;
  if (archived !== undefined) return acting(() => stripe.prices.update(archived.id, { active: true, ...lookup }));
  return acting(() =>
    stripe.prices.create({
      product,
      currency: spec.currency.toLowerCase(),
      unit_amount: Number(spec.amount),
      metadata: { [MARK.app]: appId, [MARK.sku]: spec.sku },
      ...(spec.interval === null ? {} : { recurring: { interval: spec.interval } }),
      ...lookup,
    }),
  );
}

function isAsSaid({ currency, unit_amount, recurring }: Stripe.Price, spec: PriceSpec): boolean {
  return (
    currency === spec.currency.toLowerCase() &&
    unit_amount === Number(spec.amount) &&
    (recurring?.interval ?? null) === spec.interval &&
    (recurring?.interval_count ?? 1) === 1
  );
}

function toPushed(sku: string, price: Stripe.Price, active: boolean): PushedPrice {
  return {
    sku,
    currency: price.currency.toUpperCase(),
    amount: BigInt(price.unit_amount ?? 0),
    externalId: price.id,
    active,
  };
}
