import { db } from '@/lib/db';
import { Prisma } from '@/lib/generated/prisma/client';
import { newId } from '@/lib/new-id';
import { prepared } from '@/lib/prepared';
import { keptPayload, namesDeleted } from '../kept-payload';
import { driver } from '../providers';
import type { ProviderDriver } from '../providers/provider';
import type { ProviderEvent, SyncTarget } from '../providers/snapshots';
import type { Provider } from '../types';

export interface Receipt {
  /** The target to process now; null if the event was ignored or already processed. */
  readonly target: SyncTarget | null;
  readonly duplicate: boolean;
  /** What to log about it once the provider has its response. */
  readonly received: { readonly type: string; readonly eventId: string; readonly deliveries: number };
}

/**
 * Stores a webhook: verifies it and writes one row, in one statement. No provider call, no other write. Of its body,
 * only what may be kept: nothing if it names a user whose account is deleted. A repeat increments the delivery count
 * and replaces the payload only while the event is unprocessed (Dodo renders the payload on each attempt, so the later
 * one is fresher). A dead event that's delivered again, by the provider or manually from its dashboard, is processed
 * again from the start. Throws `BadSignature`; any other error means the row wasn't written and the provider should
 * retry.
 */
export async function receive(
  provider: Provider,
  rawBody: string,
  headers: Readonly<Record<string, string>>,
): Promise<Receipt> {
  const source = driver(provider);
  return store(source, source.verify(rawBody, headers));
}

/** The time at a Date's precision; lists of events start after it, and PostgreSQL's now() has microseconds. */
const MILLISECOND = Prisma.sql`date_trunc('milliseconds', now())`;

/** Writes an event known to be from the provider: verified, or fetched from its API. */
export async function store(from: ProviderDriver, event: ProviderEvent): Promise<Receipt> {
  const { name: provider, mode } = from;
  const { payload, ...named } = keptPayload(event);
  const status = event.target === null ? 'ignored' : 'received';
  const [row] = await prepared<{ status: string; deliveries: number }>(
    'inbox',
    Prisma.sql`
    INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, "rootKind", "rootId", payload, "apiVersion",
                                "occurredAt", "receivedAt", status, reason, "customerExternalId", "workspaceId")
    SELECT ${newId()}, ${provider}::"Provider", ${mode}::"Mode", ${event.eventId}, ${event.type},
           ${event.target?.kind ?? null}, ${event.target?.id ?? null},
           CASE WHEN deleted THEN '{}' ELSE ${storable(payload)}::jsonb END,
           ${event.apiVersion}, ${event.occurredAt}::timestamptz, ${MILLISECOND}, ${status}::"EventStatus", ${event.reason},
           CASE WHEN deleted THEN '' ELSE ${named.customerExternalId ?? ''} END,
           CASE WHEN deleted THEN NULL ELSE ${named.workspaceId} END
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
  if (row === undefined) throw new Error('The inbox returned nothing');
  const waiting = row.status === 'received' || row.status === 'failed';
  const { type, eventId } = event;
  return {
    target: waiting ? event.target : null,
    duplicate: row.deliveries > 1,
    received: { type, eventId, deliveries: row.deliveries },
  };
}

/** Those of the events that aren't in the inbox, in any state. */
export async function notStored(
  { name: provider, mode }: ProviderDriver,
  events: readonly ProviderEvent[],
): Promise<ProviderEvent[]> {
  const found = await db().webhookEvent.findMany({
    where: { provider, mode, eventId: { in: events.map(({ eventId }) => eventId) } },
    select: { eventId: true },
  });
  const stored = new Set(found.map(({ eventId }) => eventId));
  return events.filter(({ eventId }) => !stored.has(eventId));
}

/** Maximum nesting of stored event objects. PostgreSQL fails at some thousands of levels, and so does V8. */
const DEEPEST = 100;

/**
 * The payload in a form `jsonb` accepts. JSON may contain NUL or unpaired surrogates, in a name say, which PostgreSQL
 * rejects. A payload nested too deeply isn't stored: an event is a hint, and its target is known by now.
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
