import type { Provider } from '@/lib/billing/types';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { Prisma } from '@/lib/generated/prisma/client';
import type { EventStatus } from '@/lib/generated/prisma/enums';
import { ownedBy } from './owned';
import { after, countUpTo, PAGE_SIZE, type Page, readCursor, toPage } from './page';

export type EventRow = Omit<Prisma.WebhookEventGetPayload<object>, 'payload'>;

export interface EventFilter {
  readonly provider: Provider | undefined;
  readonly status: EventStatus | undefined;
  readonly type: string | undefined;
  /** Our id of a user. */
  readonly customer: string | undefined;
  readonly since: Date | undefined;
  readonly until: Date | undefined;
  readonly cursor: string | undefined;
}

/** The condition of a filter. */
export async function eventsWhere(filter: Omit<EventFilter, 'cursor'>): Promise<Prisma.WebhookEventWhereInput> {
  const { provider, status, type, customer, since, until } = filter;
  const owned = customer === undefined ? null : await ownedBy(customer);
  return {
    mode: env().payments.mode,
    ...(provider === undefined ? {} : { provider }),
    ...(status === undefined ? {} : { status }),
    ...(type === undefined ? {} : { type }),
    ...(owned === null ? {} : { OR: owned.events }),
    receivedAt: { ...(since === undefined ? {} : { gte: since }), ...(until === undefined ? {} : { lt: until }) },
  };
}

/** Received webhooks, newest first. */
export async function listEvents({ cursor, ...filter }: EventFilter): Promise<Page<EventRow>> {
  const rows = await db().webhookEvent.findMany({
    where: { AND: [await eventsWhere(filter), after('receivedAt', readCursor(cursor))] },
    omit: { payload: true },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: PAGE_SIZE + 1,
  });
  return toPage(rows, ({ receivedAt }) => receivedAt);
}

/** One webhook with its payload, and what the syncs it caused changed; null when there is none. */
export async function findEvent(id: string) {
  const event = await db().webhookEvent.findFirst({ where: { id, mode: env().payments.mode } });
  if (event === null) return null;
  const { provider, mode, targetKind, targetId } = event;
  const changes =
    targetKind !== 'subscription' || targetId === null
      ? []
      : await db().subscriptionTransition.findMany({
          where: { cause: `event:${event.id}`, subscription: { provider, mode, externalId: targetId } },
          orderBy: { at: 'asc' },
        });
  return { event, changes };
}

/** How many webhooks are dead, failed as often as they are tried; more than `COUNT_LIMIT` are `COUNT_LIMIT` + 1. */
export function countDead(): Promise<number> {
  const { mode } = env().payments;
  return countUpTo(Prisma.sql`SELECT 1 FROM "WebhookEvent" WHERE mode = ${mode}::"Mode" AND status = 'dead'`);
}
