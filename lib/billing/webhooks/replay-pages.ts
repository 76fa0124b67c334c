import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { configuredProviders } from '../providers';
import { SYNC_TARGET_KINDS } from '../providers/snapshots';
import type { SyncTargetRef } from './lease';

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
  readonly target: SyncTargetRef;
}

const PAGE = 1_000;

/** The condition for the events of a selection. Those that are being processed right now are left alone. */
export function replayable(selection: ReplaySelection): Prisma.WebhookEventWhereInput {
  const mine = { mode: env().payments.mode, provider: { in: configuredProviders() } };
  return { ...mine, status: { not: 'processing' }, AND: whereOf(selection) };
}

/**
 * The events of a selection that have something to sync, a page at a time, so that memory stays flat however many there
 * are. Events about the same object follow each other. A page is found by where the one before it ended, and may change
 * its own events meanwhile.
 */
export async function* replayPages(selection: ReplaySelection): AsyncGenerator<readonly ReplayEvent[]> {
  const { mode } = env().payments;
  for (const provider of configuredProviders()) {
    for (const kind of SYNC_TARGET_KINDS) {
      let last: { readonly targetId: string; readonly id: string } | null = null;
      do {
        const rows: Row[] = await db().webhookEvent.findMany({
          where: { AND: [replayable(selection), { provider, targetKind: kind, ...behind(last) }] },
          select: { id: true, eventId: true, type: true, targetId: true },
          orderBy: [{ targetId: 'asc' }, { id: 'asc' }],
          take: PAGE,
        });
        const events = rows.map(({ targetId, ...event }) => ({
          ...event,
          target: { provider, mode, kind, id: targetId ?? '' },
        }));
        if (events.length > 0) yield events;
        const end = events.at(-1);
        last = events.length < PAGE || end === undefined ? null : { targetId: end.target.id, id: end.id };
      } while (last !== null);
    }
  }
}

type Row = Prisma.WebhookEventGetPayload<{ select: { id: true; eventId: true; type: true; targetId: true } }>;

/** Rows with a target, after a row in the order of targets and ids. */
function behind(last: { readonly targetId: string; readonly id: string } | null): Prisma.WebhookEventWhereInput {
  if (last === null) return { targetId: { not: null } };
  const { targetId, id } = last;
  return { targetId: { gte: targetId }, OR: [{ targetId: { gt: targetId } }, { targetId, id: { gt: id } }] };
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
