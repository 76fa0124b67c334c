import type { Tx } from '@/lib/db';
import type { Prisma } from '@/lib/generated/prisma/client';
import { BILLING_EMAILS } from '@/lib/mail/names';
import type { Actor } from '@/lib/workspaces/actor';

// States are literals: PostgreSQL uses a partial index only if the planner can see that its condition holds.

/** Drops emails about a workspace's billing that wait for someone who no longer reads them. Invitations they sent still arrive. */
export async function dropEmails(tx: Tx, { workspaceId, userId }: Actor): Promise<void> {
  await tx.$executeRaw`
    UPDATE "Email" SET status = 'dropped'
    WHERE "workspaceId" = ${workspaceId} AND status = 'waiting' AND "userId" = ${userId} AND kind <> 'invitation'`;
}

type Waiting = Pick<Prisma.EmailCreateManyInput, 'kind' | 'key' | 'data' | 'dueAt'>;

/** Lets someone who reads them from now on have what waits for the others, such as the notice before a renewal. */
export async function shareEmails(tx: Tx, { workspaceId, userId }: Actor): Promise<void> {
  const waiting = await tx.$queryRaw<Waiting[]>`
    SELECT DISTINCT ON (key) kind, key, data, "dueAt" FROM "Email"
    WHERE "workspaceId" = ${workspaceId} AND status = 'waiting' AND kind = ANY(${[...BILLING_EMAILS]})`;
  const rows = waiting.map((email) => ({ ...email, userId, workspaceId }));
  await tx.email.createMany({ data: rows, skipDuplicates: true });
  // What was dropped when they stopped reading them.
  const dropped = { workspaceId, userId, status: 'dropped' as const, key: { in: rows.map(({ key }) => key) } };
  await tx.email.updateMany({ where: dropped, data: { status: 'waiting' } });
}
