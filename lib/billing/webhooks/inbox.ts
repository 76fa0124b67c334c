import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import { prepared } from '@/lib/prepared';
import { keptPayload, namesDeleted } from '../kept-payload';
import { driver } from '../providers';
import type { ProviderDriver } from '../providers/provider';
import type { ProviderEvent, Root } from '../providers/snapshots';
import type { Provider } from '../types';

export interface Receipt {
  /** What waits to be settled now; null when the event was ignored or settled before. */
  readonly root: Root | null;
  readonly duplicate: boolean;
  /** What to log of it, once the provider has its answer. */
  readonly received: { readonly type: string; readonly eventId: string; readonly deliveries: number };
}

/**
 * Takes a webhook in: verifies it and writes one row, in one statement. No provider call, no other write. Of its body only
 * what may be kept: nothing when it names somebody whose account is deleted.
 * A repeat counts a delivery and replaces the payload only while the event is unprocessed
 * (Dodo renders the payload at each attempt, so the later one is the fresher). A dead event that is delivered again,
 * by the provider or by a person in its dashboard, is processed again from the start.
 * Raises `BadSignature`; anything else means the row was not written and the provider should try again.
 */
export async function receive(
  provider: Provider,
  rawBody: string,
  headers: Readonly<Record<string, string>>,
): Promise<Receipt> {
  const source = driver(provider);
  return store(source, source.verify(rawBody, headers));
}

/** Now as a Date holds it. Lists of events begin after such a time; PostgreSQL's now() has microseconds. */
const MILLISECOND = Prisma.sql`date_trunc('milliseconds', now())`;

/** Writes one event that is known to be the provider's: verified, or fetched from its API. */
export async function store(from: ProviderDriver, event: ProviderEvent): Promise<Receipt> {
  const { name: provider, mode } = from;
  const { payload, ...named } = keptPayload(event);
  const status = event.root === null ? 'ignored' : 'received';
  const [row] = await prepared<{ status: string; deliveries: number }>(
    'inbox',
    Prisma.sql`
    INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, "rootKind", "rootId", payload, "apiVersion",
                                "occurredAt", "receivedAt", status, reason, "customerExternalId", "userId")
    SELECT ${newId()}, ${provider}::"Provider", ${mode}::"Mode", ${event.eventId}, ${event.type},
           ${event.root?.kind ?? null}, ${event.root?.id ?? null},
           CASE WHEN deleted THEN '{}' ELSE ${storable(payload)}::jsonb END,
           ${event.apiVersion}, ${event.occurredAt}::timestamptz, ${MILLISECOND}, ${status}::"EventStatus", ${event.reason},
           CASE WHEN deleted THEN '' ELSE ${named.customerExternalId ?? ''} END,
           CASE WHEN deleted THEN NULL ELSE ${named.userId} END
    FROM (SELECT ${namesDeleted(from, named)} AS deleted) owner
    ON CONFLICT (provider, mode, "eventId") DO UPDATE SET
      deliveries = "WebhookEvent".deliveries + 1,
      "lastReceivedAt" = now(),
      payload = CASE WHEN "WebhookEvent".status IN ('received', 'failed', 'dead') THEN excluded.payload
                     ELSE "WebhookEvent".payload END,
      status = CASE WHEN "WebhookEvent".status = 'dead' THEN 'received' ELSE "WebhookEvent".status END,
      attempts = CASE WHEN "WebhookEvent".status = 'dead' THEN 0 ELSE "WebhookEvent".attempts END,
      "nextAttemptAt" = CASE WHEN "WebhookEvent".status = 'dead' THEN now() ELSE "WebhookEvent"."nextAttemptAt" END
    RETURNING status::text, deliveries`,
  );
  if (row === undefined) throw new Error('The inbox answered nothing');
  const waiting = row.status === 'received' || row.status === 'failed';
  const { type, eventId } = event;
  return {
    root: waiting ? event.root : null,
    duplicate: row.deliveries > 1,
    received: { type, eventId, deliveries: row.deliveries },
  };
}

/** Whether an event is in the inbox already, in whatever state. */
export async function isStored({ name: provider, mode }: ProviderDriver, { eventId }: ProviderEvent): Promise<boolean> {
  return (await db().webhookEvent.count({ where: { provider, mode, eventId } })) > 0;
}

/** Levels of objects in each other that an event is kept with. PostgreSQL gives up at some thousands, and so does V8. */
const DEEPEST = 100;

/**
 * The payload as `jsonb` can hold it. JSON may carry what PostgreSQL refuses: NUL and half of a surrogate pair, in a
 * name say. One that is too deep is not kept: an event is a hint, and its root is known by now.
 */
function storable(payload: unknown): string {
  if (isDeeper(payload, DEEPEST)) return JSON.stringify({ left_out: 'nested too deep' });
  return JSON.stringify(payload).replace(/\\(u0000|ud[89a-f][\da-f]{2}|.)/g, (whole, code: string) =>
    code.length > 1 ? '\\ufffd' : whole,
  );
}

function isDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isDeeper(inner, levels - 1));
}
