import { namedIn } from '@/lib/billing/payload-names';
import { db } from '@/lib/db';
import { redactWorkspace } from './redact';

/** Rows of one statement. */
const BATCH = 500;

/**
 * Reads webhooks from before there were columns for whom they name, then redacts the accounts that are left. Stops at
 * `until`, in milliseconds since the epoch.
 */
export async function finishRedactions(until: number): Promise<void> {
  while (Date.now() < until && (await readNames()) >= BATCH);
  const left = await db().$queryRaw<{ id: string }[]>`
    SELECT id FROM "Workspace" WHERE "deletedAt" IS NOT NULL AND "redactedAt" IS NULL ORDER BY "deletedAt" LIMIT ${BATCH}`;
  for (const { id } of left) if (Date.now() < until) await redactWorkspace(id);
}

async function readNames(): Promise<number> {
  const unread = await db().$queryRaw<{ id: string; payload: unknown }[]>`
    SELECT id, payload FROM "WebhookEvent" WHERE "customerExternalId" IS NULL AND payload <> '{}'
    ORDER BY id LIMIT ${BATCH}`;
  const named = unread.map(({ payload }) => namedIn(payload));
  await db().$executeRaw`
    UPDATE "WebhookEvent" event SET "customerExternalId" = coalesce(named.customer, ''), "workspaceId" = named.person
    FROM unnest(${unread.map(({ id }) => id)}::text[], ${named.map(({ customerExternalId }) => customerExternalId)}::text[],
                ${named.map(({ workspaceId }) => workspaceId)}::text[]) AS named (id, customer, person)
    WHERE event.id = named.id`;
  return unread.length;
}
