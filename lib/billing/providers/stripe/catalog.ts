import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { METADATA, metadataValue } from '../metadata';
import type { PushRun } from '../push-run';
import type { PriceSpec, PushedPrice } from '../requests';
import { acting, reading } from './errors';
import { pushPortal } from './portal';
import { listPricesOf, pushPrices } from './prices';

/**
 * Creates the given products and prices, archives what changed or is no longer sold, and updates the portal settings.
 * Safe to run twice. Returns every price of ours, including archived ones: subscriptions keep them.
 */
export async function pushCatalog(
  stripe: Stripe,
  appId: string,
  specs: readonly PriceSpec[],
  run: PushRun,
): Promise<PushedPrice[]> {
  const existing = await ownProducts(stripe, appId);
  const wanted = new Map<string, PriceSpec[]>();
  for (const spec of specs) wanted.set(spec.sku, [...(wanted.get(spec.sku) ?? []), spec]);
  const pushed: PushedPrice[] = [];
  for (const [sku, prices] of wanted) {
    const product = await pushProduct(stripe, appId, prices, existing.get(sku), run);
    pushed.push(...(await pushPrices(stripe, appId, sku, product, prices, run)));
  }
  for (const [sku, product] of existing) {
    if (wanted.has(sku)) continue;
    pushed.push(...(await pushPrices(stripe, appId, sku, product.id, [], run)));
    if (!product.active) continue;
    const off = () => acting(() => stripe.products.update(product.id, { active: false }));
    await run.change(`archive the product ${product.id}`, off);
  }
  await pushPortal(stripe, appId, run);
  return pushed;
}

/** The current state of every price of ours. Changes nothing. */
export async function listPrices(stripe: Stripe, appId: string): Promise<PushedPrice[]> {
  const products = [...(await ownProducts(stripe, appId))];
  const prices = await Promise.all(products.map(([sku, product]) => listPricesOf(stripe, appId, sku, product)));
  return prices.flat();
}

/** Ours by our metadata, keyed by SKU. Other applications on the account keep their own. */
async function ownProducts(stripe: Stripe, appId: string): Promise<Map<string, Stripe.Product>> {
  const own = new Map<string, Stripe.Product>();
  await reading(async () => {
    for await (const product of stripe.products.list({ limit: 100 })) {
      const sku = metadataValue(product.metadata, METADATA.sku);
      if (sku !== null && metadataValue(product.metadata, METADATA.app) === appId) own.set(sku, product);
    }
  });
  return own;
}

/** Its id; null in a dry run that would create it. */
async function pushProduct(
  stripe: Stripe,
  appId: string,
  [spec]: readonly PriceSpec[],
  existing: Stripe.Product | undefined,
  run: PushRun,
): Promise<string | null> {
  if (spec === undefined) throw new Error('a product needs at least one price');
  const { sku, name, description } = spec;
  if (existing === undefined) {
    const metadata = { [METADATA.app]: appId, [METADATA.sku]: sku };
    // Our own id, so two concurrent deployments can't create the product twice.
    const id = `${appId}_${sku}`;
    const create = () => acting(() => stripe.products.create({ id, name, description, metadata }));
    return run.change(`create the product ${id} (${name})`, async () => {
      await create().catch((error: unknown) => {
        const already = error instanceof ProviderRefused && error.code === 'resource_already_exists';
        if (!already) throw error;
      });
      return id;
    });
  }
  if (!existing.active || existing.name !== name || existing.description !== description) {
    const update = () => acting(() => stripe.products.update(existing.id, { active: true, name, description }));
    await run.change(`update the product ${existing.id} (${name})`, update);
  }
  return existing.id;
}
