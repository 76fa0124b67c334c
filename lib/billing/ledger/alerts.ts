import type { Tx } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
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
  if (keys.length > 0) await tx.$executeRaw(resolution(keys, note));
}

/** The statement of `resolveAlerts`, for use inside a larger one. */
export function resolution(keys: readonly string[], note: string): Prisma.Sql {
  return Prisma.sql`UPDATE "Alert" SET "closedAt" = now(), "closedBy" = 'system', note = ${note}
    WHERE key = ANY(${[...keys]}) AND "closedAt" IS NULL`;
}
