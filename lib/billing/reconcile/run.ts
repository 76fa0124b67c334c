import { setTimeout as pause } from 'node:timers/promises';
import { db } from '@/lib/db';
import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { raiseAlert } from '../ledger/alerts';
import { markLookedAt } from '../ledger/looked-at';
import { alertDenied } from '../ledger/provider-alerts';
import { ProviderDenied, ProviderRefused } from '../providers/errors';
import type { List, Page } from '../providers/pages';
import type { ProviderEvent, SyncTarget } from '../providers/snapshots';
import { awayAfter, outageOf } from '../webhooks/outage';
import { compare } from './compare';
import { openRun, type ReconcileOptions } from './open-run';
import { retryOnce } from './retry-once';
import type { RunLease } from './run-lease';
import { type Place, placeAfter, readPlace, type Step, targetsOf, toCursor } from './steps';
import { Stopped, timeLimit } from './stopped';
import { takeUndelivered, undeliveredOf } from './undelivered';

/**
 * Maximum targets per second, usually with four calls each: ten requests per second of the 25 that Stripe allows an
 * endpoint (docs.stripe.com/rate-limits), so a run never takes them from customers.
 */
const TARGETS_PER_SECOND = 2.5;
/** Subscriptions checked per run even though their list shows no change: those not checked for the longest time. */
const SLICE = 25;

export interface Reconciled extends ReconcileRun {
  /** The step it stopped at before its end; null if it finished. */
  readonly stoppedAt: Step | null;
  /** Why it stopped before its end; null if it finished. */
  readonly stopped: string | null;
}

/**
 * Makes the ledger match a provider and records every difference. First stores the undelivered events, then goes
 * through the provider's lists a page at a time (`STEPS`); every target goes through the same `sync` as everywhere. Stops
 * when the provider can't be reached or time runs out; the next run continues at that page. A second run finds nothing.
 * Throws `ReconcileUnderWay`, also when another process takes the run over because this one was away for too long.
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciled> {
  const lease = await openRun(options);
  try {
    return { ...(await goThrough(lease, options)), stoppedAt: null, stopped: null };
  } catch (error) {
    const after = await lease.release();
    const outage = error instanceof Stopped ? error.outage : outageOf(error);
    if (outage === null) throw error;
    if (outage.error instanceof ProviderDenied) await alertDenied(after.provider, after.mode, outage.error);
    return { ...after, stoppedAt: readPlace(after.cursor).step, stopped: outage.error.message };
  }
}

async function goThrough(lease: RunLease, options: ReconcileOptions): Promise<ReconcileRun> {
  const { run } = lease;
  const checkTime = timeLimit(options.until ?? Number.POSITIVE_INFINITY);
  const visit = visitor(lease, options, checkTime);
  for (let place: Place | null = readPlace(run.cursor), isStored = true; place !== null; isStored = false) {
    checkTime();
    const next = await visit(place, isStored);
    place = placeAfter(place.step, next);
    if (place !== null) await lease.extend({ cursor: toCursor(place) });
  }
  const done = await lease.extend({ finishedAt: new Date() });
  if (!run.dryRun) await alertDrift(done);
  return done;
}

/** Reads a page and handles what is on it. Returns the place of the next page; null after a step's last one. */
function visitor(lease: RunLease, options: ReconcileOptions, checkTime: () => void) {
  const { run } = lease;
  const lists = targetsOf(run, { slice: options.slice ?? SLICE, limited: options.until !== undefined });
  const look = looker(lease, options);
  let events: List<ProviderEvent> | undefined;
  return async ({ step, after }: Place, isStored: boolean): Promise<string | null> => {
    if (step === 'events') {
      events ??= await undeliveredOf(run);
      const page = await readPage(events, after, isStored);
      await takeUndelivered(lease, page, checkTime);
      return page.next;
    }
    const page = await readPage(lists[step], after, isStored);
    for (const target of page.items) {
      checkTime();
      await look(target);
    }
    return page.next;
  };
}

/** A place names an object of the provider, which may be gone when a run continues much later: then its step starts over. */
async function readPage<Item>(list: List<Item>, after: string | null, isStored: boolean): Promise<Page<Item>> {
  try {
    return await retryOnce(() => list(after));
  } catch (error) {
    if (!(isStored && after !== null && error instanceof ProviderRefused)) throw error;
    return retryOnce(() => list(null));
  }
}

/** Compares and counts each target once. Stops the run on an outage. */
function looker(lease: RunLease, { rootsPerSecond = TARGETS_PER_SECOND }: ReconcileOptions) {
  const seen = new Set<string>();
  const isAway = awayAfter();
  return async (target: SyncTarget): Promise<void> => {
    const name = `${target.kind}:${target.id}`;
    if (seen.has(name)) return;
    seen.add(name);
    const outcome = await compare(lease.run, target);
    const outage = typeof outcome === 'object' ? outcome : null;
    if (isAway(outage)) throw new Stopped(outage);
    if (outcome !== 'written' && !lease.run.dryRun) await markLookedAt(lease.run, target);
    await lease.extend({
      checked: { increment: 1 },
      foreign: { increment: outcome === 'foreign' ? 1 : 0 },
      failed: { increment: outage !== null || outcome === 'failed' ? 1 : 0 },
    });
    await pause(1000 / rootsPerSecond);
  };
}

/** No correction should have been necessary: an operator checks why the webhooks didn't arrive. */
async function alertDrift({ id: runId, provider, events }: ReconcileRun): Promise<void> {
  const differences = await db().reconcileDiff.count({ where: { runId } });
  if (differences + events === 0) return;
  await raiseAlert(db(), `drift:${runId}`, 'ledger corrected', { runId, provider, differences, events });
}
