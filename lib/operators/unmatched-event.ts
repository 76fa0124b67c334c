import { SYNC_TARGET_KINDS } from '@/lib/billing/providers/snapshots';
import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';
import { alertsNaming } from './customer-alerts';

/** What webhooks say of an id that the ledger doesn't have. */
export interface UnmatchedEvent {
  /** The newest webhook about it. */
  readonly event: Pick<Prisma.WebhookEventGetPayload<object>, 'id' | 'provider' | 'type' | 'status' | 'receivedAt'>;
  /** `unknown buyer`: one of our prices, paid by a customer we don't know, with an alert. */
  readonly meaning: 'not ours' | 'unknown buyer' | 'not processed';
  /** The alert about it, if there is one. */
  readonly alertId: string | null;
}

const PROVIDERS = ['stripe', 'dodo'] as const;

/** Newest alerts that are looked at. */
const ALERTS = 20;

type Seen = UnmatchedEvent['event'];
const SEEN = { id: true, provider: true, type: true, status: true, receivedAt: true } as const;

/** The newest webhook about a provider's id, for ids that belong to no customer of ours; null when none arrived. */
export async function findUnmatchedEvent(text: string): Promise<UnmatchedEvent | null> {
  const id = text.trim();
  if (id === '' || id.includes('@')) return null;
  const event = (await newestAbout(id)) ?? (await newestNaming(id));
  if (event === null) return null;
  // It names what was paid and the provider's customer; see lib/billing/ledger/unknown-buyer.ts.
  const alert = (await alertsNaming([id], { take: ALERTS })).find(({ kind }) => kind === 'foreign payment');
  const meaning = alert !== undefined ? 'unknown buyer' : event.status === 'ignored' ? 'not ours' : 'not processed';
  return { event, meaning, alertId: alert?.id ?? null };
}

/** By what it is about. All of an object's webhooks are read: a limit would let PostgreSQL walk an index on the time. */
async function newestAbout(targetId: string): Promise<Seen | null> {
  const where = {
    provider: { in: [...PROVIDERS] },
    mode: env().payments.mode,
    targetKind: { in: [...SYNC_TARGET_KINDS] },
    targetId,
  };
  return newest(await db().webhookEvent.findMany({ where, select: SEEN }));
}

/** By the provider's customer that it names. */
async function newestNaming(customerExternalId: string): Promise<Seen | null> {
  const where = { customerExternalId, mode: env().payments.mode };
  return newest(await db().webhookEvent.findMany({ where, select: SEEN }));
}

function newest(events: readonly Seen[]): Seen | null {
  return events.reduce<Seen | null>(
    (latest, event) => (latest === null || event.receivedAt > latest.receivedAt ? event : latest),
    null,
  );
}
