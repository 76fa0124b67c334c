import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { driver } from '../providers';
import type { List } from '../providers/pages';
import type { ListedSubscription, SyncTarget } from '../providers/snapshots';
import type { Provider } from '../types';

/**
 * For each page of the provider's subscriptions: those shown differently than at their last sync or unknown to the
 * ledger, and those that the ledger considers running, were created in the page's time range, and aren't on it.
 */
export function changedSubscriptions(provider: Provider): List<SyncTarget> {
  // Several may have been created at the exact time where one page ends and the next begins.
  let before: readonly string[] = [];
  return async (after) => {
    const [place = '', until] = (after ?? '').split(' ');
    const { items, next } = await driver(provider).listSubscriptions(place === '' ? null : place);
    const oldest = next === null ? null : (items.at(-1)?.createdAt ?? null);
    const newest = until === undefined ? null : new Date(until);
    const ids = items.map(({ id }) => id);
    const changed = await changedOf(provider, items);
    const missing = await runningBetween(provider, oldest, newest, [...before, ...ids]);
    before = ids;
    return {
      items: [...changed, ...missing].map((id) => ({ kind: 'subscription' as const, id })),
      next: next === null ? null : `${next} ${oldest?.toISOString()}`,
    };
  };
}

async function changedOf(provider: Provider, listed: readonly ListedSubscription[]): Promise<string[]> {
  const known = await db().subscription.findMany({
    where: { provider, mode: driver(provider).mode, externalId: { in: listed.map(({ id }) => id) } },
    select: { externalId: true, digest: true },
  });
  const digests = new Map(known.map(({ externalId, digest }) => [externalId, digest]));
  return listed.filter(({ id, digest }) => digests.get(id) !== digest).map(({ id }) => id);
}

/** States are literals: PostgreSQL uses a partial index only if the planner can see that its condition holds. */
async function runningBetween(
  provider: Provider,
  after: Date | null,
  until: Date | null,
  listed: readonly string[],
): Promise<string[]> {
  const from = after === null ? Prisma.empty : Prisma.sql`AND "createdAt" > ${after}`;
  const to = until === null ? Prisma.empty : Prisma.sql`AND "createdAt" <= ${until}`;
  const rows = await db().$queryRaw<{ id: string }[]>`
    SELECT "externalId" AS id FROM "Subscription"
    WHERE provider = ${provider}::"Provider" AND mode = ${driver(provider).mode}::"Mode"
      AND status NOT IN ('ended', 'failed') ${from} ${to}`;
  return rows.map(({ id }) => id).filter((id) => !listed.includes(id));
}
