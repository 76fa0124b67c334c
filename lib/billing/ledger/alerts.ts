import type { Tx } from '@/lib/db';
import type { Prisma } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import type { AlertKind } from './alert-kinds';

interface AlertOptions {
  /** The problem can come back: a closed alert is reopened. */
  readonly reopen?: boolean;
}

/** Raises an alert once per key. Never fails the caller's work. */
export async function raiseAlert(
  tx: Tx,
  key: string,
  kind: AlertKind,
  detail: Prisma.InputJsonObject,
  { reopen = false }: AlertOptions = {},
): Promise<void> {
  const { count } = await tx.alert.createMany({ data: [{ key, kind, detail }], skipDuplicates: true });
  const open = { closedAt: null, closedBy: null, note: null, notifiedAt: null };
  const again = count === 0 && reopen ? await tx.alert.updateMany({ where: { key }, data: { ...open, detail } }) : null;
  if (count === 1 || (again?.count ?? 0) > 0) log().warn({ alert: key, ...detail }, kind);
}

/** Closes alerts whose cause is resolved; `note` says how. Alerts that an operator closed stay unchanged. */
export async function resolveAlerts(tx: Tx, keys: readonly string[], note: string): Promise<void> {
  if (keys.length === 0) return;
  await tx.alert.updateMany({
    where: { key: { in: [...keys] }, closedAt: null },
    data: { closedAt: new Date(), closedBy: 'system', note },
  });
}
