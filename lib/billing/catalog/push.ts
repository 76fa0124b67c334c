import { db } from '@/lib/db';
import { CURRENCIES, inUnitsOf } from '../money';
import { configuredProviders, driver } from '../providers';
import { PushRun } from '../providers/push-run';
import type { PriceSpec, PushedPrice } from '../providers/requests';
import type { BillingInterval } from '../providers/snapshots';
import type { Mode, Provider } from '../types';
import { assertSellable } from './check';
import { INTERVALS, type Interval } from './intervals';
import { offerOf, SKUS } from './plans';

export interface CatalogPrice extends PushedPrice {
  readonly provider: Provider;
  readonly mode: Mode;
  /** This push mapped it; before, a subscription that carried it was not recognized by it. */
  readonly newPrice: boolean;
  /** And nothing else of its product was known. */
  readonly newProduct: boolean;
}

/**
 * Makes products and prices as `config/plans.ts` says at every configured provider, and writes into this database which
 * price belongs to which SKU. Safe to run twice and on two machines in parallel; a deploy step (`npm run billing:push`).
 * `runs` writes down what changes at a provider, and in a dry run nothing does.
 * Raises an Error for a catalog that can't be sold, `ProviderRefused`, `ProviderUnavailable` or `ProviderUnknown`; running it
 * again continues from there.
 */
export async function pushCatalog(
  runs: (provider: Provider) => PushRun = () => new PushRun(),
): Promise<CatalogPrice[]> {
  assertSellable();
  const pushed: CatalogPrice[] = [];
  for (const provider of configuredProviders()) {
    const at = driver(provider);
    const run = runs(provider);
    const prices = await at.pushCatalog(priceSpecs(provider), run);
    if (run.dryRun) continue;
    pushed.push(...(await writePrices(provider, at.mode, prices)));
  }
  return pushed;
}

/**
 * Writes down which prices a provider sells now, as it says, and changes nothing there: for a price that was archived in
 * its dashboard or pushed by another deployment. Raises `ProviderUnavailable`, `ProviderRefused`.
 */
export async function pullPrices(provider: Provider): Promise<void> {
  const at = driver(provider);
  const onSale = new Set<string>();
  const prices = (await at.listPrices()).map((price) => {
    const sold = `${price.sku} ${price.currency}`;
    const active = price.active && !onSale.has(sold);
    if (active) onSale.add(sold);
    return { ...price, active };
  });
  await writePrices(provider, at.mode, prices);
}

/** Every price on sale, one for each SKU in each currency, in the provider's minor units. */
export function priceSpecs(provider: Provider): PriceSpec[] {
  return SKUS.filter((sku) => offerOf(sku).onSale).flatMap((sku) => {
    const offer = offerOf(sku);
    const interval = offer.kind === 'subscription' ? toBillingInterval(offer.interval) : null;
    return CURRENCIES.map((currency) => ({
      sku,
      name: offer.name,
      description: offer.description,
      currency,
      amount: inUnitsOf(provider, offer.prices[currency], currency),
      interval,
    }));
  });
}

function toBillingInterval(interval: Interval): BillingInterval {
  const { unit, count } = INTERVALS[interval];
  return { unit, count };
}

/** Rows are never removed: an archived price stays mapped, so a subscription that still runs on it keeps its plan. */
async function writePrices(provider: Provider, mode: Mode, prices: readonly PushedPrice[]): Promise<CatalogPrice[]> {
  return db().$transaction(async (tx) => {
    // One at a time, so that two deployments never leave two active prices or none between them.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`catalog:${provider}:${mode}`}, 0))`;
    const known = await tx.providerPrice.findMany({
      where: { provider, mode },
      select: { externalId: true, productExternalId: true },
    });
    const ids = new Set(known.map(({ externalId }) => externalId));
    const products = new Set(known.map(({ productExternalId }) => productExternalId));
    await tx.providerPrice.updateMany({ where: { provider, mode, active: true }, data: { active: false } });
    for (const { externalId, ...price } of prices) {
      await tx.providerPrice.upsert({
        where: { provider_mode_externalId: { provider, mode, externalId } },
        create: { provider, mode, externalId, ...price },
        update: price,
      });
    }
    return prices.map((price) => ({
      ...{ ...price, provider, mode, newPrice: !ids.has(price.externalId) },
      newProduct: price.productExternalId !== null && !products.has(price.productExternalId),
    }));
  });
}
