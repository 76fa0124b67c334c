import type { Tx } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { assertTaken, type LockRow, lockColumn, lockWorkspace } from '../lock';
import type { ProviderDriver } from '../providers/provider';
import type { OwnMetadata, Snapshot, SyncTarget } from '../providers/snapshots';

export interface Owner {
  readonly workspaceId: string;
}

/**
 * The owner of this object, with the lock on their workspace: by the customer we created, otherwise by our metadata on it (a
 * crash may have lost the customer row). Never by email. Null means foreign: another application's object on the same
 * provider account. Raises `WorkspaceBusy`.
 */
export async function lockOwner(
  tx: Tx,
  from: ProviderDriver,
  target: SyncTarget,
  snapshot: Snapshot,
): Promise<Owner | null> {
  const { customerExternalId, ownMetadata } = identity(target, snapshot);
  const known = customerExternalId === null ? null : await lockOwnerOf(tx, from, customerExternalId);
  if (known !== null) return known;
  const owner =
    snapshot.kind === 'absent'
      ? await ownerOfKnown(tx, from, target)
      : await ownerIn(tx, from, ownMetadata, customerExternalId);
  if (owner !== null) await lockWorkspace(tx, owner.workspaceId);
  return owner;
}

/** Whose customer we know this to be, and the lock, in one statement, because almost every sync needs both. */
async function lockOwnerOf(tx: Tx, { name, mode }: ProviderDriver, externalId: string): Promise<Owner | null> {
  const [row] = await tx.$queryRaw<(Owner & LockRow)[]>`
    SELECT "workspaceId", ${lockColumn(Prisma.sql`"workspaceId"`)} FROM "Customer"
    WHERE provider = ${name}::"Provider" AND mode = ${mode}::"Mode" AND "externalId" = ${externalId}`;
  if (row === undefined) return null;
  assertTaken(row.workspaceId, row);
  return { workspaceId: row.workspaceId };
}

/** Whom our metadata names. Their customer is adopted. */
async function ownerIn(
  tx: Tx,
  from: ProviderDriver,
  ownMetadata: OwnMetadata | null,
  customerExternalId: string | null,
): Promise<Owner | null> {
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
