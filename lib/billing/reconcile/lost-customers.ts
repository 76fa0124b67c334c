import { db } from '@/lib/db';
import { log } from '@/lib/log';
import { driver } from '../providers';
import type { List } from '../providers/pages';
import type { SyncTarget } from '../providers/snapshots';
import type { Provider } from '../types';
import { inPages, PAGE } from './in-pages';

/**
 * Customers we would send to the provider's pages but that it no longer lists. They're known after its last page, and
 * only to a process that has read all of them: customers are listed in an order that ours don't have. A run that
 * continues after the first page begins there again if its time is unlimited. Otherwise it leaves this out, because it
 * might never reach the end and compare anything else; a deleted customer is then found by its webhook or event, when
 * it's sent to the provider, or by the next run of `npm run billing:reconcile` that isn't interrupted.
 */
export function lostCustomers(provider: Provider, limited: boolean): List<SyncTarget> {
  const listed = new Set<string>();
  let place: string | null = null;
  return async (after) => {
    const known = after === place;
    if (!known && limited) {
      log().warn({ provider }, 'lost customers left out: an earlier process read their first pages');
      return { items: [], next: null };
    }
    if (!known) listed.clear();
    const { items, next } = await driver(provider).listCustomers(known ? after : null);
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
