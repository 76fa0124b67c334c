import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import type { Alert } from '@/lib/generated/prisma/client';
import { runBookSection, whatToDo } from '../ledger/alert-kinds';

export interface OpenAlert extends Pick<Alert, 'id' | 'key' | 'kind' | 'detail' | 'createdAt'> {
  /** What to do about it; null for a kind that this version doesn't know. */
  readonly whatToDo: string | null;
  /** The page and section with more detail; null for an unknown kind. */
  readonly runBook: string | null;
}

/** All open alerts, oldest first. */
export async function openAlerts(): Promise<OpenAlert[]> {
  const rows = await db().alert.findMany({
    where: { closedAt: null },
    orderBy: { createdAt: 'asc' },
    select: { id: true, key: true, kind: true, detail: true, createdAt: true },
  });
  return rows.map((row) => ({ ...row, whatToDo: whatToDo(row.kind), runBook: runBookSection(row.kind) }));
}

/** Closes an open alert by its id or key. False if there is none. `actor` is `command line` or `admin:<id>`. */
export async function closeAlert(name: string, actor: string, note: string): Promise<boolean> {
  return db().$transaction(async (tx) => {
    const alert = await tx.alert.findFirst({ where: { OR: [{ id: name }, { key: name }], closedAt: null } });
    if (alert === null) return false;
    const { count } = await tx.alert.updateMany({
      where: { id: alert.id, closedAt: null },
      data: { closedAt: new Date(), closedBy: actor, note },
    });
    if (count === 0) return false;
    await audit({ actor, action: 'alert.closed', target: alert.id, detail: { key: alert.key, note } }, tx);
    return true;
  });
}
