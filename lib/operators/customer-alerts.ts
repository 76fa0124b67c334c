import { runBookSection, whatToDo } from '@/lib/billing/ledger/alert-kinds';
import { db } from '@/lib/db';
import type { Prisma } from '@/lib/generated/prisma/client';
import { emailsAbout, type Owned, ownedBy } from './owned';

/** An alert that names something of a customer. */
interface NamedAlert {
  readonly id: string;
  readonly kind: string;
  readonly detail: Prisma.JsonValue;
  readonly createdAt: Date;
  readonly closedAt: Date | null;
}

export interface CustomerAlert extends NamedAlert {
  /** What a person does about it; null for a kind that this version doesn't know. */
  readonly whatToDo: string | null;
  readonly runBook: string | null;
}

interface Wanted {
  readonly openOnly?: boolean;
  /** Raised before this time. */
  readonly before?: Date | null;
  readonly take: number;
}

/** Alerts whose detail names one of these, newest first; the index on the detail finds them (jsonb_ops). */
export function alertsNaming(
  names: readonly string[],
  { openOnly = false, before = null, take }: Wanted,
): Promise<NamedAlert[]> {
  const path = names.map((name) => `$.* == ${JSON.stringify(name)}`).join(' || ');
  return db().$queryRaw<NamedAlert[]>`
    SELECT id, kind, detail, "createdAt", "closedAt" FROM "Alert"
    WHERE detail @@ ${path}::jsonpath AND (${before}::timestamptz IS NULL OR "createdAt" < ${before}::timestamptz)
      AND ("closedAt" IS NULL OR NOT ${openOnly})
    ORDER BY "createdAt" DESC LIMIT ${take}`;
}

/** Open alerts that a customer's page shows, and work that failed of each kind. */
const SHOWN = 20;

/** A customer's open alerts, newest first: about what they have, and about our work for them that failed. */
export async function openAlertsOf(workspaceId: string): Promise<CustomerAlert[]> {
  const owned = await ownedBy(workspaceId);
  // What the app won't do without a person is named by the key of the operation.
  const held = [
    ...owned.subscriptions.map((id) => `cancel:${id}`),
    ...owned.payments.slice(0, SHOWN).map((id) => `refund:${id}`),
  ];
  const names = [...owned.names, ...held, ...(await failedWork(owned))];
  const rows = await alertsNaming(names, { openOnly: true, take: SHOWN });
  return rows.map((row) => ({ ...row, whatToDo: whatToDo(row.kind), runBook: runBookSection(row.kind) }));
}

/** Ids of a customer's webhooks, operations, emails, and effects that failed: their alerts name nothing else. */
async function failedWork({ workspaceId, people, mode, events }: Owned): Promise<string[]> {
  const newest = { select: { id: true }, take: SHOWN } as const;
  const found = await Promise.all([
    db().webhookEvent.findMany({ where: { mode, status: 'dead', OR: events }, ...newest }),
    db().operation.findMany({
      where: { workspaceId, mode, status: { in: ['refused', 'unknown', 'succeeded'] } },
      orderBy: { createdAt: 'desc' },
      ...newest,
    }),
    db().email.findMany({
      where: { ...emailsAbout(workspaceId, people), status: 'failed' },
      orderBy: { createdAt: 'desc' },
      ...newest,
    }),
    db().effectRun.findMany({ where: { status: 'dead', fact: { workspaceId } }, ...newest }),
  ]);
  return found.flat().map(({ id }) => id);
}
