import { cache } from 'react';
import { type ClockRow, clockColumn, timeOf } from '@/lib/clock';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import { prepared } from '@/lib/prepared';
import { type Access, decideAccess } from './decide';
import { toFacts } from './facts';
import { type FactsRow, factColumns } from './facts-row';

/** Access, and the business time it was decided for. */
export interface AccessNow {
  readonly access: Access;
  readonly now: Date;
}

/** The signed-in person's access now, in business time. Loaded once per request. */
export const getAccess = cache(async (workspaceId: string): Promise<Access> => (await loadAccess(workspaceId)).access);

/** Access now, from one statement. */
export async function loadAccess(workspaceId: string): Promise<AccessNow> {
  const statement = Prisma.sql`SELECT ${factColumns(workspaceId, env().payments.mode)}, ${clockColumn()}`;
  const [row] = await prepared<FactsRow & ClockRow>('access', statement);
  if (row === undefined) throw new Error('The facts answered nothing');
  const now = timeOf(row);
  return { access: decideAccess(toFacts(row), now), now };
}
