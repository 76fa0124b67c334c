import { db } from '@/lib/db';
import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { driver } from '../providers';
import type { List, Page } from '../providers/pages';
import type { ProviderEvent, SyncTarget } from '../providers/snapshots';
import { notStored, store } from '../webhooks/inbox';
import { awayAfter } from '../webhooks/outage';
import { processTarget } from '../webhooks/process-target';
import type { RunLease } from './run-lease';

const DAY = 86_400_000;
/** Stripe lists events for 30 days. */
const LONGEST_DAYS = 30;
/** Stripe tries to deliver an event for this long (docs.stripe.com/webhooks); only then is it certain that it didn't arrive. */
const RETRIED_DAYS = 3;

/** The events that at least one endpoint hasn't received: since shortly before the last finished run, or all there are. */
export async function undeliveredOf(run: ReconcileRun): Promise<List<ProviderEvent>> {
  return driver(run.provider).undelivered(await undeliveredSince(run));
}

/** The same for every process that continues the run, because it continues at a page of the same list. */
async function undeliveredSince({ provider, mode, everything, asOf, startedAt }: ReconcileRun): Promise<Date> {
  const start = asOf ?? startedAt;
  const earliest = new Date(start.getTime() - LONGEST_DAYS * DAY);
  if (everything) return earliest;
  const last = await db().reconcileRun.findFirst({
    where: { provider, mode, dryRun: false, finishedAt: { not: null }, asOf: { gte: earliest, lte: start } },
    orderBy: { asOf: 'desc' },
  });
  if (last === null || last.asOf === null) return earliest;
  return new Date(Math.max(earliest.getTime(), last.asOf.getTime() - RETRIED_DAYS * DAY));
}

/**
 * Stores the events of a page that never arrived and processes them like any webhook. Another endpoint of the account may
 * be the one that didn't receive them, so most may be stored already. If time runs out or the provider is away, the rest is
 * left to the job `billing`. A dry run only counts them.
 */
export async function takeUndelivered(
  lease: RunLease,
  { items }: Page<ProviderEvent>,
  checkTime: () => void,
): Promise<void> {
  const { provider, mode, dryRun } = lease.run;
  const from = driver(provider);
  const missing = await notStored(
    from,
    items.filter(({ target }) => target !== null),
  );
  if (!dryRun) for (const event of missing) await store(from, event);
  await lease.extend({ events: { increment: missing.length } });
  if (missing.length === 0) return;
  log().warn({ provider, missing: missing.length, dryRun }, 'undelivered events');
  if (dryRun) return;
  const isAway = awayAfter();
  for (const target of targetsOf(missing)) {
    checkTime();
    if (isAway(await processTarget({ provider, mode, ...target }))) return;
    await lease.extend();
  }
}

/** Each target once: processing it takes everything that waits for it. */
function targetsOf(events: readonly ProviderEvent[]): SyncTarget[] {
  const targets = events.flatMap(({ target }) => (target === null ? [] : [target]));
  return [...new Map(targets.map((target) => [`${target.kind}:${target.id}`, target])).values()];
}
