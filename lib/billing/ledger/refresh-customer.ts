import { db } from '@/lib/db';
import { driver } from '../providers';
import type { Provider } from '../types';
import { sync } from './sync';

/**
 * Syncs a user's current customer with the provider: if it was deleted there without our knowledge, it's retired, and
 * so are its subscriptions. Throws what `sync` throws.
 */
export async function refreshCustomer(workspaceId: string, provider: Provider): Promise<void> {
  const { mode } = driver(provider);
  const customer = await db().customer.findFirst({
    where: { workspaceId, provider, mode, retiredAt: null },
    select: { externalId: true },
  });
  if (customer === null) return;
  const cause = `refused:${customer.externalId}`;
  const outcome = await sync(provider, { kind: 'customer', id: customer.externalId }, { cause });
  if (outcome !== 'absent') return;
  const running = await db().subscription.findMany({
    where: { workspaceId, provider, mode, endedAt: null },
    select: { externalId: true },
  });
  for (const { externalId: id } of running) await sync(provider, { kind: 'subscription', id }, { cause });
}
