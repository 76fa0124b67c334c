import { db } from '@/lib/db';
import { env } from '@/lib/env';
import type { Prisma } from '@/lib/generated/prisma/client';

/** What webhooks say of an id that the ledger doesn't have. */
export interface EventSighting {
  /** The newest webhook about it. */
  readonly event: Pick<Prisma.WebhookEventGetPayload<object>, 'id' | 'provider' | 'type' | 'status' | 'receivedAt'>;
  /** `unknown buyer`: one of our prices, paid by a customer we don't know, with an alert. */
  readonly meaning: 'not ours' | 'unknown buyer' | 'not processed';
  /** The alert about it, if there is one. */
  readonly alertId: string | null;
}

const PROVIDERS = ['stripe', 'dodo'] as const;
const ROOTS = ['subscription', 'payment', 'customer', 'method', 'license'] as const;

/** The newest webhook about a provider's id, for ids that belong to no customer of ours; null when none arrived. */
export async function findSighting(text: string): Promise<EventSighting | null> {
  const id = text.trim();
  if (id === '' || id.includes('@')) return null;
  const { mode } = env().world;
  const event = await db().webhookEvent.findFirst({
    where: { provider: { in: [...PROVIDERS] }, mode, rootKind: { in: [...ROOTS] }, rootId: id },
    orderBy: { receivedAt: 'desc' },
    select: { id: true, provider: true, type: true, status: true, receivedAt: true },
  });
  if (event === null) return null;
  // The key of the alert in lib/billing/ledger/unknown-buyer.ts.
  const alert = await db().alert.findUnique({
    where: { key: `unknown-buyer:${event.provider}:${mode}:${id}` },
    select: { id: true },
  });
  const meaning = alert !== null ? 'unknown buyer' : event.status === 'ignored' ? 'not ours' : 'not processed';
  return { event, meaning, alertId: alert?.id ?? null };
}
