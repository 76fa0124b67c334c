import { randomUUID } from 'node:crypto';
import { db } from '@/lib/db';
import { log } from '@/lib/log';
import { driver } from './providers';
import type { ProviderDriver, ProviderEvent, Root } from './providers/contract';
import type { Provider } from './types';

export interface Receipt {
  /** What waits to be settled now; null when the event was ignored or settled before. */
  readonly root: Root | null;
  readonly duplicate: boolean;
}

/**
 * Takes a webhook in: verifies it and writes one row. No provider call, no other write.
 * A repeat counts a delivery and replaces the payload only while the event is unprocessed
 * (Dodo renders the payload at each attempt, so the later one is the fresher).
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

/** Writes one event that is known to be the provider's: verified, or fetched from its API. */
export async function store({ name: provider, mode }: ProviderDriver, event: ProviderEvent): Promise<Receipt> {
  const status = event.root === null ? 'ignored' : 'received';
  const [row] = await db().$queryRaw<{ status: string; deliveries: number }[]>`
    INSERT INTO "WebhookEvent" (id, provider, mode, "eventId", type, "rootKind", "rootId", payload, "apiVersion",
                                "occurredAt", status, reason)
    VALUES (${randomUUID()}, ${provider}::"Provider", ${mode}::"Mode", ${event.eventId}, ${event.type},
            ${event.root?.kind ?? null}, ${event.root?.id ?? null}, ${storable(event.payload)}::jsonb,
            ${event.apiVersion}, ${event.occurredAt}, ${status}::"EventStatus", ${event.reason})
    ON CONFLICT (provider, mode, "eventId") DO UPDATE SET
      deliveries = "WebhookEvent".deliveries + 1,
      "lastReceivedAt" = now(),
      payload = CASE WHEN "WebhookEvent".status IN ('received', 'failed') THEN excluded.payload
                     ELSE "WebhookEvent".payload END
    RETURNING status::text, deliveries`;
  if (row === undefined) throw new Error('The inbox answered nothing');
  log().info({ provider, type: event.type, eventId: event.eventId, deliveries: row.deliveries }, 'webhook received');
  const waiting = row.status === 'received' || row.status === 'failed';
  return { root: waiting ? event.root : null, duplicate: row.deliveries > 1 };
}

/** Whether an event is in the inbox already, in whatever state. */
export async function isStored({ name: provider, mode }: ProviderDriver, { eventId }: ProviderEvent): Promise<boolean> {
  return (await db().webhookEvent.count({ where: { provider, mode, eventId } })) > 0;
}

/** JSON may carry characters that PostgreSQL's `jsonb` refuses: NUL and half of a surrogate pair, in a name say. */
function storable(payload: unknown): string {
  return JSON.stringify(payload).replace(/\\(u0000|ud[89a-f][\da-f]{2}|.)/g, (whole, code: string) =>
    code.length > 1 ? '\\ufffd' : whole,
  );
}
