import { whatToDo } from '@/lib/billing/ledger/alert-kinds';
import { db } from '@/lib/db';
import type { Alert, Prisma } from '@/lib/generated/prisma/client';
import { type AlertOwner, ownersOfAlerts } from './alert-owners';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

export interface AlertRow extends Alert {
  /** What a person does about it; null for a kind that this version doesn't know. */
  readonly whatToDo: string | null;
  /** Whom it is about; null when its detail names nothing of a customer. */
  readonly customer: AlertOwner | null;
}

export interface AlertGroup {
  readonly kind: string;
  readonly count: number;
  readonly oldest: Date;
}

/** Open alerts by kind, the kind with the oldest one first. */
export async function alertGroups(): Promise<AlertGroup[]> {
  const rows = await db().alert.groupBy({
    by: ['kind'],
    where: { closedAt: null },
    _count: true,
    _min: { createdAt: true },
    orderBy: { _min: { createdAt: 'asc' } },
  });
  return rows.map(({ kind, _count, _min }) => ({ kind, count: _count, oldest: _min.createdAt ?? new Date(0) }));
}

export const ALERT_STATES = ['open', 'closed'] as const;
export type AlertState = (typeof ALERT_STATES)[number] | 'any';

interface AlertFilter {
  readonly kind: string | undefined;
  readonly state: AlertState;
  /** One alert by its id. */
  readonly id?: string | undefined;
  readonly cursor: string | undefined;
}

const CLOSED_AT: Record<AlertState, Prisma.AlertWhereInput> = {
  open: { closedAt: null },
  closed: { closedAt: { not: null } },
  any: {},
};

/** Alerts with whom each is about, newest first. */
export async function listAlerts({ kind, state, id, cursor }: AlertFilter): Promise<Page<AlertRow>> {
  const rows = await db().alert.findMany({
    where: {
      ...CLOSED_AT[state],
      ...(kind === undefined ? {} : { kind }),
      ...(id === undefined ? {} : { id }),
      ...after('createdAt', readCursor(cursor)),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  const owners = await ownersOfAlerts(rows);
  return toPage(
    rows.map((row) => ({ ...row, whatToDo: whatToDo(row.kind), customer: owners.get(row.id) ?? null })),
    ({ createdAt }) => createdAt,
  );
}
