import { z } from 'zod';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { ContractItem } from '../providers/snapshots';
import { withAdopted } from './adopted';
import type { LedgerContext, Skus } from './context';

/** The item of a contract that sells one of our plans. */
export interface OurItem {
  readonly item: ContractItem;
  readonly sku: string;
  /** Ours only because an operator adopted it. */
  readonly adopted: boolean;
}

/**
 * The item whose price is ours, otherwise whose product is: a price created by hand on our product, or adopted by an
 * operator, maps to the same plan. Null when nothing in the contract is ours: it's foreign.
 */
export async function ourItem(
  context: LedgerContext,
  contract: { readonly externalId: string },
  items: readonly ContractItem[],
): Promise<OurItem | null> {
  const own = await skusOf(context, items);
  const skus = await withAdopted(context, contract, items, own);
  const found = (item: ContractItem, sku: string): OurItem => {
    const adopted = !own.has(item.priceExternalId) && !own.has(item.productExternalId ?? '');
    return { item, sku, adopted };
  };
  for (const item of items) {
    const sku = skus.get(item.priceExternalId);
    if (sku !== undefined) return found(item, sku);
  }
  for (const item of items) {
    const sku = item.productExternalId === null ? undefined : skus.get(item.productExternalId);
    if (sku !== undefined) return found(item, sku);
  }
  return null;
}

/** A price or product at the provider, to be mapped to a SKU. */
export interface Priced {
  readonly priceExternalId: string | null;
  readonly productExternalId: string | null;
}

/** What is needed to map prices. Within a sync, `skus` keeps what was read: a contract and its invoices name the same prices. */
export type PriceContext = Pick<LedgerContext, 'tx' | 'provider' | 'mode'> & Partial<Pick<LedgerContext, 'skus'>>;

/** The SKUs of prices and products by external id, including archived prices. */
export async function skusOf(context: PriceContext, priced: readonly Priced[]): Promise<Skus> {
  const distinct = (ids: (string | null)[]) => [...new Set(ids)].filter((id) => id !== null).sort();
  const prices = distinct(priced.map(({ priceExternalId }) => priceExternalId));
  const products = distinct(priced.map(({ productExternalId }) => productExternalId));
  if (prices.length + products.length === 0) return new Map();
  const name = JSON.stringify([prices, products]);
  const skus = context.skus?.get(name) ?? (await readSkus(context, prices, products));
  context.skus?.set(name, skus);
  return skus;
}

async function readSkus({ tx, provider, mode }: PriceContext, prices: string[], products: string[]): Promise<Skus> {
  const rows = await tx.providerPrice.findMany({
    where: { provider, mode, OR: [{ externalId: { in: prices } }, { productExternalId: { in: products } }] },
    select: { externalId: true, productExternalId: true, sku: true },
  });
  return new Map(
    rows.flatMap(({ externalId, productExternalId, sku }): [string, string][] =>
      productExternalId === null
        ? [[externalId, sku]]
        : [
            [productExternalId, sku],
            [externalId, sku],
          ],
    ),
  );
}

const stored = z.array(
  z.object({
    externalId: z.string(),
    priceExternalId: z.string(),
    productExternalId: z.string().nullable(),
    quantity: z.number(),
    amount: z.string().transform(BigInt),
    interval: z.object({ unit: z.enum(['day', 'week', 'month', 'year']), count: z.number() }).nullable(),
  }),
) satisfies z.ZodType<ContractItem[]>;

/** Reads `Subscription.items`. */
export function storedItems(value: unknown): readonly ContractItem[] {
  return stored.parse(value);
}

/** Writes `Subscription.items`. */
export function toStoredItems(items: readonly ContractItem[]): Prisma.InputJsonArray {
  return items.map(({ amount, interval, ...item }) => ({
    ...item,
    amount: String(amount),
    interval: interval === null ? null : { ...interval },
  }));
}
