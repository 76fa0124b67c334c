import { forgetRefundWords } from '@/lib/billing/ledger/deleted-workspace';
import { db } from '@/lib/db';

/** Rows of one statement. */
const BATCH = 500;

/**
 * Removes names, addresses, and comments of a deleted workspace from outgoing operations and stored webhooks, and what
 * operators wrote about the customer, a batch a statement and outside the customer's lock. Finds the webhooks by index: by
 * what they are about, the customer or the user they name. Safe to repeat; lib/team/finish-redactions.ts finishes what a
 * crash or an unfinished refund leaves.
 */
export async function redactWorkspace(workspaceId: string): Promise<void> {
  await db().operation.updateMany({ where: { workspaceId, kind: { startsWith: 'customer' } }, data: { error: null } });
  await db().$executeRaw`
    UPDATE "Operation" SET params = params - 'email' - 'name' - 'comment' WHERE "workspaceId" = ${workspaceId}
      AND (params ? 'email' OR params ? 'name' OR params ? 'comment')`;
  await forgetReasons(workspaceId);
  await forgetRefundReasons(workspaceId);
  while ((await emptyPayloads(workspaceId)) >= BATCH);
  // Webhooks from before the columns for it may name this account, too, until lib/team/finish-redactions.ts has read them.
  await db().$executeRaw`
    UPDATE "Workspace" SET "redactedAt" = now() WHERE id = ${workspaceId} AND NOT EXISTS (
      SELECT 1 FROM "WebhookEvent" WHERE "customerExternalId" IS NULL AND payload <> '{}')
      AND NOT EXISTS (
        SELECT 1 FROM "Operation" WHERE "workspaceId" = ${workspaceId} AND params #>> '{share,reason}' IS NOT NULL)`;
}

/** A refund that may be sent again needs the same words: the provider compares them under its idempotency key. */
async function forgetRefundReasons(workspaceId: string): Promise<void> {
  await db().$executeRaw`
    UPDATE "Operation" SET params = jsonb_set(params, '{share,reason}', 'null')
    WHERE "workspaceId" = ${workspaceId} AND params #>> '{share,reason}' IS NOT NULL
      AND status NOT IN ('planned', 'sent', 'unknown')`;
  await forgetRefundWords(db(), workspaceId);
}

/** Operators write their reasons freely, and may name the customer there. What they did stays on record. */
async function forgetReasons(workspaceId: string): Promise<void> {
  await db().givenAccess.updateMany({ where: { workspaceId }, data: { reason: '' } });
  await db().givenCredit.updateMany({ where: { workspaceId }, data: { reason: '' } });
  await db().$executeRaw`
    UPDATE "AdoptedContract" adopted SET reason = '' FROM "Subscription" own
    WHERE own."workspaceId" = ${workspaceId} AND adopted.provider = own.provider AND adopted.mode = own.mode
      AND adopted."externalId" = own."externalId"`;
  const contracts = await db().subscription.findMany({ where: { workspaceId }, select: { id: true } });
  const payments = await db().payment.findMany({ where: { workspaceId }, select: { id: true } });
  const keys = contracts.map(({ id }) => `foreign-contract:${id}`);
  await db().alert.updateMany({ where: { key: { in: keys } }, data: { note: null } });
  const targets = [workspaceId, ...[...contracts, ...payments].map(({ id }) => id)];
  await db().$executeRaw`
    UPDATE "AuditLog" SET detail = detail - 'reason'
    WHERE target = ANY(${targets}) AND (actor = 'command line' OR actor LIKE 'admin:%') AND detail ? 'reason'`;
}

function emptyPayloads(workspaceId: string): Promise<number> {
  return db().$executeRaw`
    WITH targets AS (
      SELECT provider, mode, 'subscription' AS kind, "externalId" AS id FROM "Subscription" WHERE "workspaceId" = ${workspaceId}
      UNION ALL SELECT provider, mode, 'payment', "externalId" FROM "Payment" WHERE "workspaceId" = ${workspaceId}
      UNION ALL SELECT provider, mode, 'license', "externalId" FROM "LicenseKey" WHERE "workspaceId" = ${workspaceId}
      UNION ALL SELECT provider, mode, 'customer', "externalId" FROM "Customer" WHERE "workspaceId" = ${workspaceId})
    UPDATE "WebhookEvent" SET payload = '{}' WHERE id = ANY(ARRAY(
      SELECT named.id FROM (
        SELECT event.id FROM targets JOIN "WebhookEvent" event ON event.provider = targets.provider
            AND event.mode = targets.mode AND event."rootKind" = targets.kind AND event."rootId" = targets.id
          WHERE event.payload <> '{}'
        UNION ALL SELECT event.id FROM "Customer" own JOIN "WebhookEvent" event
            ON event."customerExternalId" = own."externalId" AND event.provider = own.provider
          WHERE own."workspaceId" = ${workspaceId} AND event.payload <> '{}'
        UNION ALL SELECT event.id FROM "WebhookEvent" event WHERE event."workspaceId" = ${workspaceId} AND event.payload <> '{}'
      ) named LIMIT ${BATCH}))`;
}
