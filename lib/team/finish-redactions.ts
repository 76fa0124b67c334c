import type { Attempt } from '@/lib/attempts';
import { namedIn } from '@/lib/billing/payload-names';
import { db } from '@/lib/db';
import { redactWorkspace } from './redact';

/** Rows of one statement. */
const BATCH = 500;

/**
 * Reads webhooks from before there were columns for whom they name, for at most half of the time, then redacts the accounts
 * that are left. Stops at `until`, in milliseconds since the epoch. A redaction that fails stops no other one, and the next
 * run begins with those that were never tried.
 */
export async function finishRedactions(until: number, attempt: Attempt): Promise<void> {
  const half = (Date.now() + until) / 2;
  await attempt({ step: 'names in webhooks' }, async () => {
    while (Date.now() < half && (await readNames()) >= BATCH);
  });
  const left = await attempt({ step: 'redactions' }, unredacted);
  for (const { id } of left ?? []) {
    if (Date.now() >= until) return;
    await attempt({ step: 'redactions', workspaceId: id }, async () => {
      if (await take(id)) await redactWorkspace(id);
    });
  }
}

function unredacted(): Promise<{ id: string }[]> {
  return db().$queryRaw`
    SELECT id FROM "Workspace" WHERE "deletedAt" IS NOT NULL AND "redactedAt" IS NULL
    ORDER BY "redactionTriedAt" NULLS FIRST, "deletedAt" LIMIT ${BATCH}`;
}

/** Writes down that a redaction begins, also for a process that dies of it. False while someone else holds the workspace. */
async function take(id: string): Promise<boolean> {
  const taken = await db().$executeRaw`
    UPDATE "Workspace" SET "redactionTriedAt" = now() WHERE id = (
      SELECT id FROM "Workspace" WHERE id = ${id} AND "redactedAt" IS NULL FOR NO KEY UPDATE SKIP LOCKED)`;
  return taken === 1;
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
