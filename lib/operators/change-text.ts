import { z } from 'zod';
import { isSku, offerOf } from '@/lib/billing/catalog/plans';
import { storedItems } from '@/lib/billing/ledger/contract';
import { formatMoney } from '@/lib/billing/money';
import type { Mode, Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import type { SubscriptionTransition } from '@/lib/generated/prisma/client';

/** A change of a subscription, with what its amounts mean. */
interface Change extends Pick<SubscriptionTransition, 'from' | 'to' | 'diff'> {
  readonly subscription: { readonly provider: Provider; readonly mode: Mode; readonly currency: string };
}

/** SKUs of prices, by the provider's id of the price. */
type Skus = ReadonlyMap<string, string>;
type Item = ReturnType<typeof storedItems>[number];

const changed = z.record(z.string(), z.tuple([z.unknown(), z.unknown()]));
/** What tells most about a change comes before the status, and the rest after it. */
const FIRST = ['sku'];
const NEXT = ['items', 'quantity', 'amount'];
const MONEY = new Set(['amount', 'debtAmount', 'nextChargeAmount']);

/** The SKUs of all prices that these changes name, in one query. */
export async function skusInChanges(rows: readonly Change[]): Promise<Skus> {
  const prices = rows.flatMap(({ diff }) => {
    const items = changed.safeParse(diff).data?.items ?? [];
    return items.flatMap((side) => (itemsIn(side) ?? []).map(({ priceExternalId }) => priceExternalId));
  });
  const [first] = rows;
  if (prices.length === 0 || first === undefined) return new Map();
  const found = await db().providerPrice.findMany({
    where: {
      ...{ provider: { in: ['stripe', 'dodo'] }, mode: first.subscription.mode },
      externalId: { in: [...new Set(prices)] },
    },
    select: { externalId: true, sku: true },
  });
  return new Map(found.map(({ externalId, sku }) => [externalId, sku]));
}

/** One line: `sku starter_month → pro_month · active · items Starter (monthly) × 1 → Pro (monthly) × 1 · amount $9.00 → $29.00`. */
export function changeText({ from, to, diff, subscription }: Change, skus: Skus): string {
  const fields = new Map(Object.entries(changed.safeParse(diff).data ?? {}));
  const tell = (field: string): string[] => {
    const sides = fields.get(field);
    if (sides === undefined) return [];
    const text = `${field} ${sidesText(field, sides, subscription, skus)}`;
    // A subscription that ended has no planned end left, and nothing was undone.
    const undone = field === 'cancelAt' && sides[1] === null && to !== 'ended';
    return [undone ? `${text} (cancellation undone)` : text];
  };
  const rest = [...fields.keys()].filter((field) => ![...FIRST, 'status', ...NEXT].includes(field));
  const status = from === to ? to : `${from ?? 'new'} → ${to}`;
  return [...FIRST.flatMap(tell), status, ...[...NEXT, ...rest].flatMap(tell)].join(' · ');
}

function sidesText(
  field: string,
  [before, after]: readonly [unknown, unknown],
  subscription: Change['subscription'],
  skus: Skus,
): string {
  if (field === 'items') return itemsText(itemsIn(before), itemsIn(after), subscription, skus);
  // Stored as JSON, such as the coverage: the details have it.
  if ([before, after].some((side) => typeof side === 'string' && /^[[{]/.test(side))) return 'changed';
  return [before, after].map((side) => valueText(field, side, subscription)).join(' → ');
}

function valueText(field: string, value: unknown, { currency, provider }: Change['subscription']): string {
  if (value === null || value === undefined) return '–';
  const text = String(value);
  if (MONEY.has(field) && /^-?\d{1,18}$/.test(text)) return formatMoney(BigInt(text), currency, 'en-US', { provider });
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d/.test(text) ? text.slice(0, 19).replace('T', ' ') : text.slice(0, 60);
}

/** The items that aren't on both sides, by the plan or price they sell; with amounts where nothing else differs. */
function itemsText(
  before: readonly Item[] | null,
  after: readonly Item[] | null,
  { currency, provider }: Change['subscription'],
  skus: Skus,
): string {
  if (before === null || after === null) return 'changed';
  const name = ({ priceExternalId, quantity }: Item) => {
    const sku = skus.get(priceExternalId);
    return `${sku !== undefined && isSku(sku) ? offerOf(sku).name : (sku ?? priceExternalId)} × ${quantity}`;
  };
  const priced = (item: Item) => `${name(item)} ${formatMoney(item.amount, currency, 'en-US', { provider })}`;
  for (const text of [name, priced]) {
    const [gone, added] = [without(before.map(text), after.map(text)), without(after.map(text), before.map(text))];
    if (gone.length + added.length > 0) return `${gone.join(', ') || '–'} → ${added.join(', ') || '–'}`;
  }
  return 'changed';
}

/** What is left of a list when each text of another is taken out once. */
function without(list: readonly string[], other: readonly string[]): string[] {
  const left = [...other];
  return list.filter((text) => {
    const index = left.indexOf(text);
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
}

/** A side of the change of `items`, which is stored as a text; null when it can't be read. */
function itemsIn(side: unknown): readonly Item[] | null {
  if (typeof side !== 'string') return null;
  try {
    return storedItems(JSON.parse(side));
  } catch {
    return null;
  }
}
