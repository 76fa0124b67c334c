import { db } from '@/lib/db';
import type { AuditLog } from '@/lib/generated/prisma/client';
import { after, PAGE_SIZE, type Page, readCursor, toPage } from './page';

interface AuditFilter {
  readonly actor: string | undefined;
  readonly action: string | undefined;
  readonly target: string | undefined;
  readonly cursor: string | undefined;
}

/** The audit log, newest first. */
export async function listAudit({ actor, action, target, cursor }: AuditFilter): Promise<Page<AuditLog>> {
  const rows = await db().auditLog.findMany({
    where: {
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(target === undefined ? {} : { target }),
      ...after('at', readCursor(cursor)),
    },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  return toPage(rows, ({ at }) => at);
}
