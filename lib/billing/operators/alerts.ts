import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { type Alert, Prisma } from '@/lib/generated/prisma/client';
import { runBookSection, whatToDo } from '../ledger/alert-kinds';

export interface OpenAlert extends Pick<Alert, 'id' | 'key' | 'kind' | 'detail' | 'createdAt'> {
  /** What to do about it; null for a kind that this version doesn't know. */
  readonly whatToDo: string | null;
  /** The page and section with more detail; null for an unknown kind. */
  readonly runBook: string | null;
}

/** Alerts of a page. */
const PAGE = 50;

export interface OpenAlerts {
  readonly alerts: readonly OpenAlert[];
  /** The last alert's id, after which the next page begins; null on the last one. */
  readonly next: string | null;
}

interface Wanted {
  readonly kind?: string | undefined;
  /** The id of an alert, open or not. */
  readonly after?: string | undefined;
}

/** A page of the open alerts, oldest first. Null when there is no alert for it to begin after. */
export async function openAlerts({ kind, after }: Wanted = {}): Promise<OpenAlerts | null> {
  if (after !== undefined && (await db().alert.count({ where: { id: after } })) === 0) return null;
  // In PostgreSQL, whose times have microseconds. The first part lets it begin in the middle of the index.
  const last = Prisma.sql`SELECT "createdAt" FROM "Alert" WHERE id = ${after}`;
  const behind = Prisma.sql`AND "createdAt" >= (${last}) AND ("createdAt", id) > ((${last}), ${after})`;
  const rows = await db().$queryRaw<Omit<OpenAlert, 'whatToDo' | 'runBook'>[]>`
    SELECT id, key, kind, detail, "createdAt" FROM "Alert"
    WHERE "closedAt" IS NULL ${kind === undefined ? Prisma.empty : Prisma.sql`AND kind = ${kind}`}
      ${after === undefined ? Prisma.empty : behind}
    ORDER BY "createdAt", id LIMIT ${PAGE + 1}`;
  const alerts = rows
    .slice(0, PAGE)
    .map((row) => ({ ...row, whatToDo: whatToDo(row.kind), runBook: runBookSection(row.kind) }));
  return { alerts, next: rows.length > PAGE ? (alerts.at(-1)?.id ?? null) : null };
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
