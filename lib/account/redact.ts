import { forgetRefundWords } from '@/lib/billing/ledger/deleted-user';
import { db } from '@/lib/db';

/** Rows of one statement. */
const BATCH = 500;

/**
 * Removes names, addresses, and comments of a deleted account from outgoing operations and stored webhooks, and what
 * operators wrote about the customer, a batch a statement and outside the customer's lock. Finds the webhooks by index: by
 * what they are about, the customer or the user they name. Safe to repeat; lib/account/finish-redactions.ts finishes what a
 * crash or an unfinished refund leaves.
 */
export async function redactAccount(userId: string): Promise<void> {
  await db().operation.updateMany({ where: { userId, kind: { startsWith: 'customer' } }, data: { error: null } });
  await db().$executeRaw`
    UPDATE "Operation" SET params = params - 'email' - 'name' - 'comment' WHERE "userId" = ${userId}
      AND (params ? 'email' OR params ? 'name' OR params ? 'comment')`;
  await forgetReasons(userId);
  await forgetRefundReasons(userId);
  while ((await emptyPayloads(userId)) >= BATCH);
  // Webhooks from before the columns for it may name this account, too, until lib/account/finish-redactions.ts has read them.
  await db().$executeRaw`
    UPDATE "User" SET "redactedAt" = now() WHERE id = ${userId} AND NOT EXISTS (
      SELECT 1 FROM "WebhookEvent" WHERE "customerExternalId" IS NULL AND payload <> '{}')
      AND NOT EXISTS (
        SELECT 1 FROM "Operation" WHERE "userId" = ${userId} AND params #>> '{share,reason}' IS NOT NULL)`;
}

/** A refund that may be sent again needs the same words: the provider compares them under its idempotency key. */
async function forgetRefundReasons(userId: string): Promise<void> {
  await db().$executeRaw`
    UPDATE "Operation" SET params = jsonb_set(params, '{share,reason}', 'null')
    WHERE "userId" = ${userId} AND params #>> '{share,reason}' IS NOT NULL
      AND status NOT IN ('planned', 'sent', 'unknown')`;
  await forgetRefundWords(db(), userId);
}

/** Operators write their reasons freely, and may name the customer there. What they did stays on record. */
async function forgetReasons(userId: string): Promise<void> {
  await db().givenAccess.updateMany({ where: { userId }, data: { reason: '' } });
  await db().givenCredit.updateMany({ where: { userId }, data: { reason: '' } });
  await db().$executeRaw`
    UPDATE "AdoptedContract" adopted SET reason = '' FROM "Subscription" own
    WHERE own."userId" = ${userId} AND adopted.provider = own.provider AND adopted.mode = own.mode
      AND adopted."externalId" = own."externalId"`;
  const contracts = await db().subscription.findMany({ where: { userId }, select: { id: true } });
  const payments = await db().payment.findMany({ where: { userId }, select: { id: true } });
  const keys = contracts.map(({ id }) => `foreign-contract:${id}`);
  await db().alert.updateMany({ where: { key: { in: keys } }, data: { note: null } });
  const targets = [userId, ...[...contracts, ...payments].map(({ id }) => id)];
  await db().$executeRaw`
    UPDATE "AuditLog" SET detail = detail - 'reason'
    WHERE target = ANY(${targets}) AND (actor = 'command line' OR actor LIKE 'admin:%') AND detail ? 'reason'`;
}

function emptyPayloads(userId: string): Promise<number> {
  return db().$executeRaw`
    WITH roots AS (
      SELECT provider, mode, 'subscription' AS kind, "externalId" AS id FROM "Subscription" WHERE "userId" = ${userId}
      UNION ALL SELECT provider, mode, 'payment', "externalId" FROM "Payment" WHERE "userId" = ${userId}
      UNION ALL SELECT provider, mode, 'license', "externalId" FROM "LicenseKey" WHERE "userId" = ${userId}
      UNION ALL SELECT provider, mode, 'customer', "externalId" FROM "Customer" WHERE "userId" = ${userId})
    UPDATE "WebhookEvent" SET payload = '{}' WHERE id = ANY(ARRAY(
      SELECT named.id FROM (
        SELECT event.id FROM roots JOIN "WebhookEvent" event ON event.provider = roots.provider
            AND event.mode = roots.mode AND event."rootKind" = roots.kind AND event."rootId" = roots.id
          WHERE event.payload <> '{}'
        UNION ALL SELECT event.id FROM "Customer" own JOIN "WebhookEvent" event
            ON event."customerExternalId" = own."externalId" AND event.provider = own.provider
          WHERE own."userId" = ${userId} AND event.payload <> '{}'
        UNION ALL SELECT event.id FROM "WebhookEvent" event WHERE event."userId" = ${userId} AND event.payload <> '{}'
      ) named LIMIT ${BATCH}))`;
}
