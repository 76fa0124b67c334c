import { whatToDo } from '@/lib/billing/ledger/alert-kinds';
import { db } from '@/lib/db';
import type { Alert } from '@/lib/generated/prisma/client';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

export interface AlertRow extends Alert {
  /** What a person does about it; null for a kind that this version doesn't know. */
  readonly whatToDo: string | null;
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

interface AlertFilter {
  readonly kind: string | undefined;
  readonly closed: boolean;
  readonly cursor: string | undefined;
}

/** Open or closed alerts, newest first. */
export async function listAlerts({ kind, closed, cursor }: AlertFilter): Promise<Page<AlertRow>> {
  const rows = await db().alert.findMany({
    where: {
      closedAt: closed ? { not: null } : null,
      ...(kind === undefined ? {} : { kind }),
      ...after('createdAt', readCursor(cursor)),
    },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  return toPage(
    rows.map((row) => ({ ...row, whatToDo: whatToDo(row.kind) })),
    ({ createdAt }) => createdAt,
  );
}
