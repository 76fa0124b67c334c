import { db } from '@/lib/db';
import { log } from '@/lib/log';
import { raiseAlert } from '../ledger/alerts';
import { alertUnreachable } from '../ledger/provider-alerts';
import { withoutNul } from '../postgres-text';
import type { SyncTargetRef } from './lease';
import type { Outage } from './outage';

/** After this many failures on our side an event is `dead`: shown, never lost, and replayed manually. */
export const MAX_ATTEMPTS = 10;

/** During an outage, the provider is retried at least this often, in seconds. */
const LONGEST_PAUSE = 300;
/** A `Retry-After` longer than this is ignored, in seconds. */
const LONGEST_RETRY_AFTER = 3_600;
/**
 * Seconds an event has waited, after which an outage of the provider raises an alert, and what its own transaction waits for
 * counts as its own failure: others get through.
 */
const LONG_OUTAGE = 3_600;

export function deadAlertKey(eventId: string): string {
  return `dead-event:${eventId}`;
}

/** Records why events weren't processed and when to retry them. Only failures on our side count as attempts. */
export async function recordFailure(
  target: SyncTargetRef,
  eventIds: readonly string[],
  error: unknown,
  outage: Outage | null,
): Promise<void> {
  log().error({ err: error, events: eventIds.length, outage: outage !== null }, 'settling failed');
  const message = withoutNul(error instanceof Error ? `${error.name}: ${error.message}` : 'unknown error').slice(
    0,
    500,
  );
  const own = outage === null || (outage.ours && !outage.total && (await haveWaitedLong(eventIds)));
  return own ? countAttempt(eventIds, message) : postpone(target, eventIds, message, outage);
}

async function haveWaitedLong(eventIds: readonly string[]): Promise<boolean> {
  const [row] = await db().$queryRaw<{ long: boolean | null }[]>`
    SELECT bool_or("lastReceivedAt" < now() - make_interval(secs => ${LONG_OUTAGE})) AS long
    FROM "WebhookEvent" WHERE id = ANY(${eventIds})`;
  return row?.long === true;
}

async function countAttempt(eventIds: readonly string[], message: string): Promise<void> {
  const failed = await db().$queryRaw<{ id: string; type: string; dead: boolean }[]>`
    UPDATE "WebhookEvent" SET
      status = CASE WHEN attempts >= ${MAX_ATTEMPTS} THEN 'dead' ELSE 'failed' END::"EventStatus",
      error = ${message},
      "nextAttemptAt" = now() + make_interval(secs => least(3600, 5 * power(2, attempts)::int))
    WHERE id = ANY(${eventIds}) AND status = 'processing'
    RETURNING id, type, status::text = 'dead' AS dead`;
  for (const { id, type } of failed.filter(({ dead }) => dead)) {
    await raiseAlert(db(), deadAlertKey(id), 'dead event', { eventId: id, type, message }, { reopen: true });
  }
}

/** This doesn't count as an attempt. Each pause is a quarter of the event's wait, so it grows by a quarter. */
async function postpone(
  target: SyncTargetRef,
  eventIds: readonly string[],
  message: string,
  outage: Outage,
): Promise<void> {
  const asked = Math.min(outage.retryAfter ?? 0, LONGEST_RETRY_AFTER);
  const waiting = await db().$queryRaw<{ long: boolean }[]>`
    UPDATE "WebhookEvent" SET status = 'failed', attempts = greatest(0, attempts - 1), error = ${message},
      "nextAttemptAt" = now() + make_interval(secs => greatest(${asked}::int,
        least(${LONGEST_PAUSE}::int, 5 + extract(epoch FROM now() - "lastReceivedAt")::int / 4)))
    WHERE id = ANY(${eventIds}) AND status = 'processing'
    RETURNING "lastReceivedAt" < now() - make_interval(secs => ${LONG_OUTAGE}) AS long`;
  if (!outage.ours && !outage.answers && waiting.some(({ long }) => long))
    await alertUnreachable(target.provider, target.mode, outage.error);
}
