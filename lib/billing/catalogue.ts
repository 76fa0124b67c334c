import { db } from '@/lib/db';
import { CURRENCIES } from './money';
import { offerOf, SKUS } from './plans';
import { configuredProviders, driver } from './providers';
import type { PriceSpec, PushedPrice } from './providers/contract';
import type { Mode, Provider } from './types';

export interface CataloguePrice extends PushedPrice {
  readonly provider: Provider;
  readonly mode: Mode;
}

/**
 * Makes products and prices as `plans.ts` says at every configured provider, and writes into this database which
 * price stands for what. Safe to run twice and on two machines at once; a deploy step (`npm run billing:push`).
 * Raises `ProviderRefused`, `ProviderUnavailable` or `ProviderUnknown`; running it again goes on from there.
 */
export async function pushCatalogue(): Promise<CataloguePrice[]> {
  const pushed: CataloguePrice[] = [];
  for (const provider of configuredProviders()) {
    const at = driver(provider);
    const prices = await at.pushCatalogue(priceSpecs());
    await writePrices(provider, at.mode, prices);
    pushed.push(...prices.map((price) => ({ ...price, provider, mode: at.mode })));
  }
  return pushed;
}

/** Every price the catalogue has: one for each SKU in each currency. */
export function priceSpecs(): PriceSpec[] {
  return SKUS.flatMap((sku) => {
    const offer = offerOf(sku);
    const interval = offer.lane === 'subscription' ? offer.interval : null;
    return CURRENCIES.map((currency) => ({
      sku,
      name: offer.name,
      description: offer.description,
      currency,
      amount: offer.prices[currency],
      interval,
    }));
  });
}

/** Rows are never removed: an archived price stays mapped, so a subscription that still runs on it keeps its plan. */
async function writePrices(provider: Provider, mode: Mode, prices: readonly PushedPrice[]): Promise<void> {
  await db().$transaction(async (tx) => {
    // One at a time, so that two deployments never leave two active prices or none between them.
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`catalogue:${provider}:${mode}`}, 0))`;
    await tx.providerPrice.updateMany({ where: { provider, mode, active: true }, data: { active: false } });
    for (const { externalId, ...price } of prices) {
      await tx.providerPrice.upsert({
        where: { provider_mode_externalId: { provider, mode, externalId } },
        create: { provider, mode, externalId, ...price },
        update: price,
      });
    }
  });
}
