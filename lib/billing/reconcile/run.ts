import { setTimeout as pause } from 'node:timers/promises';
import { db } from '@/lib/db';
import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { raiseAlert } from '../ledger/alerts';
import { alertDenied } from '../ledger/provider-alerts';
import { ProviderDenied } from '../providers/errors';
import type { SyncTarget } from '../providers/snapshots';
import { type Outage, outageOf } from '../webhooks/outage';
import { compare } from './compare';
import { moveRun, openRun, type ReconcileOptions, releaseRun } from './open-run';
import { retryOnce } from './retry-once';
import { type Place, placeAfter, readPlace, type Step, targetsOf, toCursor } from './steps';
import { takeUndelivered } from './undelivered';

/**
 * Maximum targets per second, usually with four calls each: ten requests per second of the 25 that Stripe allows an
 * endpoint (docs.stripe.com/rate-limits), so a run never takes them from customers.
 */
const TARGETS_PER_SECOND = 2.5;
/** Subscriptions checked per run even though their list shows no change: those not checked for the longest time. */
const SLICE = 25;
/** This many consecutive unreachable targets count as an outage. */
const MAX_IN_A_ROW = 3;

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
 * Throws `ReconcileUnderWay`.
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciled> {
  const run = await openRun(options);
  try {
    return { ...(await goThrough(run, options)), stoppedAt: null, stopped: null };
  } catch (error) {
    const after = await releaseRun(run);
    const outage = error instanceof Stopped ? error.outage : outageOf(error);
    if (outage === null) throw error;
    if (outage.error instanceof ProviderDenied) await alertDenied(run.provider, run.mode, outage.error);
    return { ...after, stoppedAt: readPlace(after.cursor).step, stopped: outage.error.message };
  }
}

/** A serverless function ends after some minutes. */
const TIME_IS_OVER: Outage = { error: new Error('The time of this run is over'), retryAfter: null, total: true };

/** The provider can no longer be reached, or no time is left. */
class Stopped extends Error {
  constructor(readonly outage: Outage) {
    super(outage.error.message);
  }
}

async function goThrough(run: ReconcileRun, options: ReconcileOptions): Promise<ReconcileRun> {
  const { provider, dryRun = false, slice = SLICE, until = Number.POSITIVE_INFINITY } = options;
  const checkTime = () => {
    if (Date.now() >= until) throw new Stopped(TIME_IS_OVER);
  };
  const events = await retryOnce(() => takeUndelivered(provider, { dryRun, checkTime }));
  await moveRun(run, { events: { increment: events } });
  const lists = targetsOf(run, slice);
  const look = looker(run, options);
  for (let place: Place | null = readPlace(run.cursor); place !== null; ) {
    const { step, after }: Place = place;
    checkTime();
    const page = await retryOnce(() => lists[step](after));
    for (const target of page.items) {
      checkTime();
      await look(target);
    }
    place = placeAfter(step, page.next);
    if (place !== null) await moveRun(run, { cursor: toCursor(place) });
  }
  const done = await moveRun(run, { finishedAt: new Date() });
  if (!dryRun) await alertDrift(done);
  return done;
}

/** Compares and counts each target once. Stops the run on an outage. */
function looker(run: ReconcileRun, { rootsPerSecond = TARGETS_PER_SECOND }: ReconcileOptions) {
  const seen = new Set<string>();
  let inARow = 0;
  return async (target: SyncTarget): Promise<void> => {
    const name = `${target.kind}:${target.id}`;
    if (seen.has(name)) return;
    seen.add(name);
    const outcome = await compare(run, target);
    const outage = typeof outcome === 'object' ? outcome : null;
    inARow = outage === null ? 0 : inARow + 1;
    if (outage !== null && (outage.total || inARow >= MAX_IN_A_ROW)) throw new Stopped(outage);
    await moveRun(run, {
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
