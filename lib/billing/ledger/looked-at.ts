import { db } from '@/lib/db';
import type { SyncTarget } from '../providers/snapshots';
import type { Mode, Provider } from '../types';

/** Notes (real time) that a target was looked at though nothing was written about it: others have their turn first. */
export async function markLookedAt(
  { provider, mode }: { readonly provider: Provider; readonly mode: Mode },
  { kind, id }: SyncTarget,
): Promise<void> {
  const looked = { where: { provider, mode, externalId: id }, data: { syncedAt: new Date() } };
  if (kind === 'subscription') await db().subscription.updateMany(looked);
  if (kind === 'license') await db().licenseKey.updateMany(looked);
}
