import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { configuredProviders } from '../providers';
import { ROOT_KINDS } from '../providers/snapshots';
import type { RootRef } from './lease';

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
    for (const kind of ROOT_KINDS) {
      let last: { readonly rootId: string; readonly id: string } | null = null;
      do {
        const rows: Row[] = await db().webhookEvent.findMany({
          where: { AND: [replayable(selection), { provider, rootKind: kind, ...behind(last) }] },
          select: { id: true, eventId: true, type: true, rootId: true },
          orderBy: [{ rootId: 'asc' }, { id: 'asc' }],
          take: PAGE,
        });
        const events = rows.map(({ rootId, ...event }) => ({
          ...event,
          root: { provider, mode, kind, id: rootId ?? '' },
        }));
        if (events.length > 0) yield events;
        const end = events.at(-1);
        last = events.length < PAGE || end === undefined ? null : { rootId: end.root.id, id: end.id };
      } while (last !== null);
    }
  }
}

type Row = Prisma.WebhookEventGetPayload<{ select: { id: true; eventId: true; type: true; rootId: true } }>;

/** Rows with a root, after a row in the order of roots and ids. */
function behind(last: { readonly rootId: string; readonly id: string } | null): Prisma.WebhookEventWhereInput {
  if (last === null) return { rootId: { not: null } };
  const { rootId, id } = last;
  return { rootId: { gte: rootId }, OR: [{ rootId: { gt: rootId } }, { rootId, id: { gt: id } }] };
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
