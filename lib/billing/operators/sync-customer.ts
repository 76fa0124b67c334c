import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { log } from '@/lib/log';
import { sync } from '../ledger/sync';
import { configuredProviders } from '../providers';
import type { SyncTarget } from '../providers/snapshots';
import type { Provider } from '../types';

export interface CustomerSync {
  /** Objects whose ledger entries now match the provider. */
  readonly synced: number;
  /** Objects that couldn't be read; see the log for the reason. */
  readonly failed: number;
  /** What changed in the customer's subscriptions. */
  readonly changes: number;
}

/** Payments without a subscription to sync, newest first; more would keep an operator waiting. */
const PAYMENTS = 20;

/** Reads all of a customer's provider objects and corrects the ledger. `actor` is `admin:<id>` or `command line`. */
export async function syncCustomer(workspaceId: string, actor: string): Promise<CustomerSync> {
  const targets = await targetsOf(workspaceId);
  const changesBefore = await countChanges(workspaceId);
  let failed = 0;
  for (const { provider, target } of targets) {
    try {
      await sync(provider, target, { cause: actor });
    } catch (error) {
      log().error({ err: error, root: target.id }, 'sync for an operator failed');
      failed += 1;
    }
  }
  const changes = (await countChanges(workspaceId)) - changesBefore;
  const result = { synced: targets.length - failed, failed, changes };
  await audit({ actor, action: 'customer.synced', target: workspaceId, detail: result });
  return result;
}

function countChanges(workspaceId: string): Promise<number> {
  return db().subscriptionTransition.count({ where: { subscription: { workspaceId } } });
}

async function targetsOf(workspaceId: string): Promise<{ provider: Provider; target: SyncTarget }[]> {
  const where = { workspaceId, mode: env().payments.mode, provider: { in: configuredProviders() } };
  const select = { provider: true, externalId: true } as const;
  const [customers, subscriptions, payments] = await Promise.all([
    db().customer.findMany({ where: { ...where, retiredAt: null }, select }),
    db().subscription.findMany({ where, select }),
    db().payment.findMany({
      where: { ...where, subscriptionId: null },
      select,
      orderBy: { createdAt: 'desc' },
      take: PAYMENTS,
    }),
  ]);
  const toTargets = (kind: 'customer' | 'subscription' | 'payment', rows: typeof payments) =>
    rows.map(({ provider, externalId }) => ({ provider, target: { kind, id: externalId } }));
  return [
    ...toTargets('customer', customers),
    ...toTargets('subscription', subscriptions),
    ...toTargets('payment', payments),
  ];
}
