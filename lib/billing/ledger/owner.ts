import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import type { ProviderDriver } from '../providers/provider';
import type { OwnMetadata, Snapshot, SyncTarget } from '../providers/snapshots';

export interface Owner {
  readonly workspaceId: string;
}

/**
 * The owner of this object: by the customer we created, otherwise by our metadata on it (a crash may have lost the
 * customer row). Never by email. Null means foreign: another application's object on the same provider account.
 */
export async function findOwner(
  tx: Tx,
  from: ProviderDriver,
  target: SyncTarget,
  snapshot: Snapshot,
): Promise<Owner | null> {
  const { customerExternalId, ownMetadata } = identity(target, snapshot);
  const at = { provider: from.name, mode: from.mode };
  if (customerExternalId !== null) {
    const customer = await tx.customer.findUnique({
      where: { provider_mode_externalId: { ...at, externalId: customerExternalId } },
      select: { workspaceId: true },
    });
    if (customer !== null) return customer;
  }
  if (snapshot.kind === 'absent') return ownerOfKnown(tx, from, target);
  if (ownMetadata === null || ownMetadata.appId !== env().appId || ownMetadata.workspaceId === null) return null;
  const workspace = await tx.workspace.findUnique({ where: { id: ownMetadata.workspaceId }, select: { id: true } });
  if (workspace === null) return null;
  if (customerExternalId !== null) await adoptCustomer(tx, from, workspace.id, customerExternalId);
  return { workspaceId: workspace.id };
}

function identity(
  target: SyncTarget,
  snapshot: Snapshot,
): { customerExternalId: string | null; ownMetadata: OwnMetadata | null } {
  switch (snapshot.kind) {
    case 'subscription':
      return snapshot.subscription;
    case 'payment':
      return snapshot.payment;
    case 'customer':
      return { customerExternalId: snapshot.externalId, ownMetadata: snapshot.ownMetadata };
    case 'method':
      return snapshot.method;
    case 'license':
      return { customerExternalId: snapshot.license.customerExternalId, ownMetadata: null };
    case 'absent':
      return { customerExternalId: target.kind === 'customer' ? target.id : null, ownMetadata: null };
  }
}

/** An absent object is ours if the ledger knows it. */
async function ownerOfKnown(tx: Tx, from: ProviderDriver, target: SyncTarget): Promise<Owner | null> {
  const where = { provider_mode_externalId: { provider: from.name, mode: from.mode, externalId: target.id } };
  if (target.kind === 'subscription') return tx.subscription.findUnique({ where, select: { workspaceId: true } });
  if (target.kind === 'payment') return tx.payment.findUnique({ where, select: { workspaceId: true } });
  if (target.kind === 'license') return tx.licenseKey.findUnique({ where, select: { workspaceId: true } });
  return null;
}

/** Created at the provider but lost here: kept as the current customer if there is none, otherwise as a retired one. */
async function adoptCustomer(tx: Tx, from: ProviderDriver, workspaceId: string, externalId: string): Promise<void> {
  const row = { workspaceId, provider: from.name, mode: from.mode, externalId };
  const { count } = await tx.customer.createMany({ data: [row], skipDuplicates: true });
  if (count === 0) await tx.customer.createMany({ data: [{ ...row, retiredAt: new Date() }], skipDuplicates: true });
}
