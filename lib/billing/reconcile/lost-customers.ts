import { db } from '@/lib/db';
import { driver } from '../providers';
import type { List } from '../providers/pages';
import type { SyncTarget } from '../providers/snapshots';
import type { Provider } from '../types';
import { inPages, PAGE } from './in-pages';

/** Customers we would send to the provider's pages but that it no longer lists: known after its last page. */
export function lostCustomers(provider: Provider): List<SyncTarget> {
  const listed = new Set<string>();
  let place: string | null = null;
  return async (after) => {
    // Pages read by another process aren't known here.
    if (after !== place) listed.clear();
    const { items, next } = await driver(provider).listCustomers(after === place ? after : null);
    for (const id of items) listed.add(id);
    place = next;
    if (next !== null) return { items: [], next };
    const lost = (await currentCustomers(provider)).filter((id) => !listed.has(id));
    return { items: lost.map((id) => ({ kind: 'customer', id })), next };
  };
}

async function currentCustomers(provider: Provider): Promise<string[]> {
  const { mode } = driver(provider);
  const current = await inPages((after) =>
    db().customer.findMany({
      where: { provider, mode, retiredAt: null, externalId: { gt: after } },
      select: { externalId: true },
      orderBy: { externalId: 'asc' },
      take: PAGE,
    }),
  );
  return current.map(({ externalId }) => externalId);
}
