import { db } from '@/lib/db';
import { log } from '@/lib/log';
import type { CatalogPrice } from '../catalog/push';
import { sync } from '../ledger/sync';
import { configuredProviders, driver } from '../providers';
import type { SyncTarget } from '../providers/snapshots';
import type { Mode, Provider } from '../types';

/**
 * Syncs the subscriptions and payments with a price or product that a push has just mapped: until then they weren't
 * recognized as ours. Failures are logged and counted; the daily reconciliation finds those objects too.
 */
export async function resyncMapped(prices: readonly CatalogPrice[]): Promise<{ synced: number; failed: number }> {
  const done = { synced: 0, failed: 0 };
  for (const provider of configuredProviders()) {
    const { mode } = driver(provider);
    const fresh = prices.filter((price) => price.provider === provider && (price.newPrice || price.newProduct));
    if (fresh.length === 0) continue;
    for (const target of await carrying(provider, mode, fresh)) {
      try {
        await sync(provider, target, { cause: 'catalog' });
        done.synced += 1;
      } catch (error) {
        log().error({ err: error, root: target.id }, 'sync after a push failed');
        done.failed += 1;
      }
    }
  }
  return done;
}

/** Scans all subscriptions: a deployment does this once for a new price; no request ever does. */
async function carrying(provider: Provider, mode: Mode, fresh: readonly CatalogPrice[]): Promise<SyncTarget[]> {
  const ids = fresh.filter(({ newPrice }) => newPrice).map(({ externalId }) => externalId);
  const products = fresh.flatMap(({ newProduct, productExternalId: id }) => (newProduct && id !== null ? [id] : []));
  const subscriptions = await db().$queryRaw<{ id: string }[]>`
    SELECT "externalId" AS id FROM "Subscription"
    WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND EXISTS (
      SELECT 1 FROM jsonb_array_elements(items) item
      WHERE item->>'priceExternalId' = ANY(${ids}) OR item->>'productExternalId' = ANY(${products}))`;
  // A payment's price isn't stored, so any unrecognized payment may be for this one.
  const payments = await db().payment.findMany({
    where: { provider, mode, sku: null, subscriptionId: null, status: 'succeeded' },
    select: { externalId: true },
  });
  return [
    ...subscriptions.map(({ id }) => ({ kind: 'subscription' as const, id })),
    ...payments.map(({ externalId: id }) => ({ kind: 'payment' as const, id })),
  ];
}
