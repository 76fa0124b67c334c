import { audit } from '@/lib/audit';
import { db } from '@/lib/db';
import type { SyncTargetRef } from './lease';
import { processTargets } from './process-targets';
import { type ReplayEvent, type ReplaySelection, replayable, replayPages } from './replay-pages';

export interface ReplayPlan {
  /** Events that would be processed again. */
  readonly count: number;
  /** Events without anything to sync. */
  readonly nothing: number;
  /** Ids that match none of our events. */
  readonly unknown: readonly string[];
}

/** `more` says that there are more events than were counted. */
export interface ReplayPreview extends Omit<ReplayPlan, 'unknown'> {
  readonly more: boolean;
}

export interface ReplayResult {
  readonly processed: number;
  /** They failed again. The jobs retry them. */
  readonly failed: number;
  /** Skipped, because the provider was unavailable or a job was working on the same object. The jobs process them. */
  readonly waiting: number;
  readonly dead: number;
}

/** The jobs leave what a replay is about to process alone for this long, and process what an interrupted one left. */
const JOBS_WAIT_SECONDS = 60;

/** What a replay would do. Changes nothing. */
export async function planReplay(selection: ReplaySelection): Promise<ReplayPlan> {
  const [kinds, unknown] = await Promise.all([
    db().webhookEvent.groupBy({
      by: ['targetKind'],
      where: replayable(selection),
      _count: { _all: true, targetId: true },
    }),
    selection.by === 'ids' ? unknownOf(selection.ids) : [],
  ]);
  const all = kinds.reduce((sum, { _count }) => sum + _count._all, 0);
  const count = kinds.reduce((sum, { targetKind, _count }) => (targetKind === null ? sum : sum + _count.targetId), 0);
  return { count, nothing: all - count, unknown };
}

/** What a page says before a replay: what is counted of it, and whether there is more than that. Changes nothing. */
export async function previewReplay(selection: ReplaySelection, most: number): Promise<ReplayPreview> {
  // In the order of the lists, which has an index for every filter.
  const rows = await db().webhookEvent.findMany({
    where: replayable(selection),
    select: { targetId: true },
    orderBy: [{ receivedAt: 'desc' }, { id: 'desc' }],
    take: most + 1,
  });
  const count = rows.filter(({ targetId }) => targetId !== null).length;
  return { count, nothing: rows.length - count, more: rows.length > most };
}

async function unknownOf(ids: readonly string[]): Promise<string[]> {
  const rows = await db().webhookEvent.findMany({
    where: replayable({ by: 'ids', ids }),
    select: { id: true, eventId: true },
  });
  const known = new Set(rows.flatMap(({ id, eventId }) => [id, eventId]));
  return ids.filter((id) => !known.has(id));
}

/**
 * Makes events due again as if they had just arrived, with no attempts counted. The jobs process them. `actor` goes
 * into the audit log.
 */
export async function requeue(selection: ReplaySelection, actor: string): Promise<void> {
  await record(selection, actor);
  for await (const events of replayPages(selection)) await makeDue(events, 0);
}

/**
 * Processes events again, each object once, and returns the results. Safe to repeat, and to interrupt: a sync reads the
 * provider's current state. `actor` goes into the audit log; `onProgress` gets the results so far.
 */
export async function replay(
  selection: ReplaySelection,
  actor: string,
  onProgress: (result: ReplayResult) => void = () => {},
): Promise<ReplayResult> {
  await record(selection, actor);
  let result: ReplayResult = { processed: 0, failed: 0, waiting: 0, dead: 0 };
  for await (const events of replayPages(selection)) {
    await makeDue(events, JOBS_WAIT_SECONDS);
    await processTargets(distinctTargets(events));
    result = plus(result, await resultOf(events));
    onProgress(result);
  }
  return result;
}

async function record(selection: ReplaySelection, actor: string): Promise<void> {
  const { count } = await planReplay(selection);
  const target = selection.by === 'ids' ? (selection.ids[0] ?? 'none') : selection.by;
  await audit({ actor, action: 'webhooks.replayed', target, detail: { events: count } });
}

async function makeDue(events: readonly ReplayEvent[], inSeconds: number): Promise<void> {
  await db().$executeRaw`
    UPDATE "WebhookEvent"
    SET status = 'received', attempts = 0, "nextAttemptAt" = now() + make_interval(secs => ${inSeconds})
    WHERE id = ANY(${idsOf(events)}) AND status <> 'processing'`;
}

async function resultOf(events: readonly ReplayEvent[]): Promise<ReplayResult> {
  const counted = await db().$queryRaw<Omit<ReplayResult, 'waiting'>[]>`
    SELECT count(*) FILTER (WHERE status IN ('processed', 'ignored'))::int AS processed,
           count(*) FILTER (WHERE status = 'failed')::int AS failed,
           count(*) FILTER (WHERE status = 'dead')::int AS dead
    FROM "WebhookEvent" WHERE id = ANY(${idsOf(events)})`;
  const { processed, failed, dead } = counted[0] ?? { processed: 0, failed: 0, dead: 0 };
  return { processed, failed, dead, waiting: events.length - processed - failed - dead };
}

const idsOf = (events: readonly ReplayEvent[]): string[] => events.map(({ id }) => id);

function plus(a: ReplayResult, b: ReplayResult): ReplayResult {
  return {
    processed: a.processed + b.processed,
    failed: a.failed + b.failed,
    waiting: a.waiting + b.waiting,
    dead: a.dead + b.dead,
  };
}

function distinctTargets(events: readonly ReplayEvent[]): SyncTargetRef[] {
  const key = ({ provider, kind, id }: SyncTargetRef): string => `${provider}:${kind}:${id}`;
  return [...new Map(events.map(({ target }) => [key(target), target])).values()];
}
