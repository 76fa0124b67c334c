import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { configuredProviders } from '../providers';
import type { RootKind } from '../providers/snapshots';
import type { RootRef } from './lease';
import { settleRoots } from './settle-roots';

/** Which events to replay: by our ids or the provider's, all dead ones, all since a time, or those of a filter. */
export type ReplaySelection =
  | { readonly by: 'ids'; readonly ids: readonly string[] }
  | { readonly by: 'dead' }
  | { readonly by: 'since'; readonly since: Date }
  | { readonly by: 'filter'; readonly where: Prisma.WebhookEventWhereInput };

export interface ReplayEvent {
  readonly id: string;
  readonly eventId: string;
  readonly type: string;
  readonly root: RootRef;
}

export interface ReplayPlan {
  readonly events: readonly ReplayEvent[];
  /** Ids that match none of our events. */
  readonly unknown: readonly string[];
  /** Events without anything to sync. */
  readonly nothing: number;
}

export interface ReplayResult {
  readonly processed: number;
  /** To be retried by the jobs: the provider was unavailable, or the attempt failed. */
  readonly waiting: number;
  readonly dead: number;
}

/** The events that a replay would process again, oldest first. Changes nothing. */
export async function planReplay(selection: ReplaySelection): Promise<ReplayPlan> {
  const { mode } = env().world;
  const rows = await db().webhookEvent.findMany({
    where: { mode, provider: { in: configuredProviders() }, status: { not: 'processing' }, AND: whereOf(selection) },
    select: { id: true, eventId: true, type: true, provider: true, rootKind: true, rootId: true },
    orderBy: { receivedAt: 'asc' },
  });
  const named = new Set(rows.flatMap(({ id, eventId }) => [id, eventId]));
  const events = rows.flatMap(({ rootKind, rootId, provider, ...event }) =>
    // The column contains what the inbox wrote, which is a RootKind.
    rootKind === null || rootId === null
      ? []
      : [{ ...event, root: { provider, mode, kind: rootKind as RootKind, id: rootId } }],
  );
  const unknown = selection.by === 'ids' ? selection.ids.filter((id) => !named.has(id)) : [];
  return { events, unknown, nothing: rows.length - events.length };
}

function whereOf(selection: ReplaySelection): Prisma.WebhookEventWhereInput {
  switch (selection.by) {
    case 'ids':
      return { OR: [{ id: { in: [...selection.ids] } }, { eventId: { in: [...selection.ids] } }] };
    case 'dead':
      return { status: 'dead' as const };
    case 'since':
      return { receivedAt: { gte: selection.since } };
    case 'filter':
      return selection.where;
  }
}

/**
 * Makes events due again as if they had just arrived, with no attempts counted. The jobs process them. `actor` goes
 * into the audit log.
 */
export async function requeue(events: readonly ReplayEvent[], actor: string): Promise<void> {
  const ids = events.map(({ id }) => id);
  await audit({ actor, action: 'webhooks.replayed', target: ids[0] ?? 'none', detail: { events: ids.length } });
  await db().$executeRaw`
    UPDATE "WebhookEvent" SET status = 'received', attempts = 0, "nextAttemptAt" = now()
    WHERE id = ANY(${ids}) AND status <> 'processing'`;
}

/**
 * Processes events again, each root once, and returns the results. Safe to repeat: a sync reads the provider's current
 * state. `actor` goes into the audit log.
 */
export async function replay(events: readonly ReplayEvent[], actor: string): Promise<ReplayResult> {
  const ids = events.map(({ id }) => id);
  await requeue(events, actor);
  await settleRoots(distinctRoots(events));
  const counted = await db().$queryRaw<{ processed: number; dead: number }[]>`
    SELECT count(*) FILTER (WHERE status IN ('processed', 'ignored'))::int AS processed,
           count(*) FILTER (WHERE status = 'dead')::int AS dead
    FROM "WebhookEvent" WHERE id = ANY(${ids})`;
  const { processed, dead } = counted[0] ?? { processed: 0, dead: 0 };
  return { processed, dead, waiting: ids.length - processed - dead };
}

function distinctRoots(events: readonly ReplayEvent[]): RootRef[] {
  const key = ({ provider, kind, id }: RootRef): string => `${provider}:${kind}:${id}`;
  return [...new Map(events.map(({ root }) => [key(root), root])).values()];
}
