import type Stripe from 'stripe';
import type { PriceSpec, PushedPrice } from '../contract';
import { ProviderRefused } from '../errors';
import { MARK, mark } from '../marks';
import { acting, reading } from './errors';
import { pushPortal } from './portal';
import { pushPrices } from './prices';

/**
 * Makes products and prices as said, archives what changed or is no longer sold, and brings the portal configuration
 * up to date. Safe to run twice. Returns every price of ours that exists, archived ones too: subscriptions keep them.
 */
export async function pushCatalogue(
  stripe: Stripe,
  appId: string,
  specs: readonly PriceSpec[],
): Promise<PushedPrice[]> {
  const existing = await ownProducts(stripe, appId);
  const wanted = new Map<string, PriceSpec[]>();
  for (const spec of specs) wanted.set(spec.sku, [...(wanted.get(spec.sku) ?? []), spec]);
  const pushed: PushedPrice[] = [];
  for (const [sku, prices] of wanted) {
    const product = await pushProduct(stripe, appId, prices, existing.get(sku));
    pushed.push(...(await pushPrices(stripe, appId, sku, product, prices)));
  }
  for (const [sku, product] of existing) {
    if (wanted.has(sku)) continue;
    pushed.push(...(await pushPrices(stripe, appId, sku, product.id, [])));
    if (product.active) await acting(() => stripe.products.update(product.id, { active: false }));
  }
  await pushPortal(stripe, appId);
  return pushed;
}

/** Ours by the mark, by SKU. Another application on the account keeps its own. */
async function ownProducts(stripe: Stripe, appId: string): Promise<Map<string, Stripe.Product>> {
  const own = new Map<string, Stripe.Product>();
  await reading(async () => {
    for await (const product of stripe.products.list({ limit: 100 })) {
      const sku = mark(product.metadata, MARK.sku);
      if (sku !== null && mark(product.metadata, MARK.app) === appId) own.set(sku, product);
    }
  });
  return own;
}

async function pushProduct(
  stripe: Stripe,
  appId: string,
  [spec]: readonly PriceSpec[],
  existing: Stripe.Product | undefined,
): Promise<string> {
  if (spec === undefined) throw new Error('a product is pushed with at least one price');
  const { sku, name, description } = spec;
  if (existing === undefined) {
    const metadata = { [MARK.app]: appId, [MARK.sku]: sku };
    // An id of our own, so that two deployments at once cannot make the product twice.
    const id = `${appId}_${sku}`;
    try {
      await acting(() => stripe.products.create({ id, name, description, metadata }));
    } catch (error) {
      const already = error instanceof ProviderRefused && error.code === 'resource_already_exists';
      if (!already) throw error;
    }
    return id;
  }
  if (!existing.active || existing.name !== name || existing.description !== description) {
    await acting(() => stripe.products.update(existing.id, { active: true, name, description }));
  }
  return existing.id;
}
