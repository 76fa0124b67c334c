import type { LicenseSnapshot } from '../providers/snapshots';
import type { LedgerContext } from './context';

/** Writes the provider's data for a license key. */
export async function writeLicense(
  { tx, provider, mode, ticket, owner }: LedgerContext,
  { customerExternalId: _, externalId, ...facts }: LicenseSnapshot,
): Promise<void> {
  const key = { provider, mode, externalId };
  const row = { ...facts, ticket, syncedAt: new Date() };
  await tx.licenseKey.createMany({ data: [{ ...key, workspaceId: owner.workspaceId, ...row }], skipDuplicates: true });
  await tx.licenseKey.updateMany({ where: { ...key, ticket: { lt: ticket } }, data: row });
}

/** A key that the provider no longer has grants nothing. */
export async function writeAbsentLicense(
  { tx, provider, mode, ticket }: LedgerContext,
  externalId: string,
): Promise<void> {
  await tx.licenseKey.updateMany({
    where: { provider, mode, externalId, ticket: { lt: ticket } },
    data: { ticket, disabled: true, syncedAt: new Date() },
  });
}
