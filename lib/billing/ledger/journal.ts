import type { Tx } from '@/lib/db';
import type { Prisma } from '@/lib/generated/prisma/client';
import type { Mode, SubscriptionStatus } from '../types';

/**
 * Rows for the logs that a sync notes while it writes, and appends at its end. Nothing reads them before: each kind is decided
 * from what the ledger held when the sync began.
 */
export interface Journal {
  readonly facts: FactRow[];
  readonly transitions: TransitionRow[];
  readonly revenue: RevenueRow[];
}

interface FactRow {
  readonly id: string;
  readonly type: string;
  readonly key: string;
  readonly data: Prisma.InputJsonObject;
  readonly occurredAt: Date;
}

interface TransitionRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly from: SubscriptionStatus | null;
  readonly to: SubscriptionStatus;
  readonly diff: Prisma.InputJsonObject;
}

interface RevenueRow {
  readonly id: string;
  readonly subscriptionId: string;
  readonly currency: string;
  /** Minor units a month more (or, negative, less) than before, as text: JSON has no bigint. */
  readonly amount: string;
}

/** For one transaction: a sync that is run again begins with an empty one. */
export function emptyJournal(): Journal {
  return { facts: [], transitions: [], revenue: [] };
}

/** What all rows of a sync have in common. */
interface Sync {
  readonly tx: Tx;
  readonly mode: Mode;
  readonly owner: { readonly workspaceId: string };
  readonly ticket: bigint;
  readonly now: Date;
  readonly cause: string;
}

/**
 * Appends what was noted, in one statement whose text is always the same, so that PostgreSQL plans it once. Facts are read in
 * the order in which they were noted. What was noted may have brought seats: invitations that wait for one are due again.
 */
export async function writeJournal(
  { tx, mode, owner, ticket, now, cause }: Sync,
  { facts, transitions, revenue }: Journal,
): Promise<void> {
  if (facts.length + transitions.length + revenue.length === 0) return;
  await tx.$executeRaw`
    WITH facts AS (
      INSERT INTO "BillingFact" (id, "workspaceId", mode, type, key, data, "occurredAt", "createdAt")
      SELECT id, ${owner.workspaceId}::text, ${mode}::"Mode", type, key, data, "occurredAt",
        statement_timestamp() + make_interval(secs => position / 1000000.0)
      FROM ROWS FROM (jsonb_to_recordset(${JSON.stringify(facts)}::jsonb)
          AS (id text, type text, key text, data jsonb, "occurredAt" timestamptz))
        WITH ORDINALITY AS noted (id, type, key, data, "occurredAt", position)
      ORDER BY position
      ON CONFLICT (key) DO NOTHING
    ), transitions AS (
      INSERT INTO "SubscriptionTransition" (id, "subscriptionId", ticket, "from", "to", cause, diff, at)
      SELECT id, "subscriptionId", ${ticket}::bigint, "from", "to", ${cause}::text, diff, ${now}::timestamptz
      FROM jsonb_to_recordset(${JSON.stringify(transitions)}::jsonb)
        AS noted (id text, "subscriptionId" text, "from" "SubscriptionStatus", "to" "SubscriptionStatus", diff jsonb)
      ON CONFLICT ("subscriptionId", ticket) DO NOTHING
    ), seats AS (
      UPDATE "Invitation" SET "nextAttemptAt" = now()
      WHERE "workspaceId" = ${owner.workspaceId}::text AND held AND "acceptedAt" IS NULL AND "revokedAt" IS NULL
    )
    INSERT INTO "MrrChange" (id, mode, "workspaceId", "subscriptionId", ticket, at, currency, amount)
    SELECT id, ${mode}::"Mode", ${owner.workspaceId}::text, "subscriptionId", ${ticket}::bigint, ${now}::timestamptz,
      currency, amount
    FROM jsonb_to_recordset(${JSON.stringify(revenue)}::jsonb)
      AS noted (id text, "subscriptionId" text, currency text, amount bigint)`;
}
