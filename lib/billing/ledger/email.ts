import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { BillingMail } from '@/lib/mail/names';
import { sqlNewId } from '@/lib/new-id';
import type { LedgerContext } from './context';

/**
 * Queues an email to the owner and admins, due now or at a later business time. The key identifies the fact, so each of
 * them gets one email of it, however often it's seen.
 */
export async function putEmail(
  { tx, owner, now, provider }: LedgerContext,
  kind: BillingMail,
  key: string,
  data: Prisma.InputJsonObject,
  dueAt: Date = now,
): Promise<void> {
  if (env().emailsFromProvider[provider].has(kind)) return;
  const { workspaceId } = owner;
  // People who read these emails since aren't sent what happened before; lib/team/waiting-emails.ts gives them what waits.
  // Emails of one transaction keep their order.
  await tx.$executeRaw`
    INSERT INTO "Email" (id, "userId", "workspaceId", kind, key, data, "dueAt", "createdAt")
    SELECT ${sqlNewId}, reader."userId", ${workspaceId}::text, ${kind}::text, ${key}::text, ${JSON.stringify(data)}::jsonb,
      ${dueAt}::timestamptz, clock_timestamp()
    FROM "Member" reader
    WHERE "workspaceId" = ${workspaceId} AND role IN ('owner', 'admin')
      AND NOT EXISTS (SELECT 1 FROM "Email" WHERE key = ${key})
    ORDER BY reader."createdAt"
    ON CONFLICT (key, "userId") DO NOTHING`;
}

/** Withdraws unsent emails planned under a key. */
export async function dropWaiting(
  { tx, owner }: Pick<LedgerContext, 'tx' | 'owner'>,
  keyPrefix: string,
): Promise<void> {
  // The state is a literal: PostgreSQL uses a partial index only if the planner can see that its condition holds.
  await tx.$executeRaw`
    UPDATE "Email" SET status = 'dropped'
    WHERE "workspaceId" = ${owner.workspaceId} AND status = 'waiting' AND starts_with(key, ${keyPrefix})`;
}
