import { setTimeout as pause } from 'node:timers/promises';
import { db } from '@/lib/db';
import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { raiseAlert } from '../ledger/alerts';
import { alertDenied } from '../ledger/provider-alerts';
import { ProviderDenied } from '../providers/errors';
import { type Outage, outageOf } from '../webhooks/outage';
import { compare } from './compare';
import { moveRun, openRun, type ReconcileOptions, releaseRun } from './open-run';
import { askTwice } from './patience';
import { candidates } from './targets';
import { takeUndelivered } from './undelivered';

/**
 * At most this many roots a second, four calls each as a rule: ten requests a second, of the 25 that Stripe allows an
 * endpoint (docs.stripe.com/rate-limits), so that a run never takes them from customers.
 */
const ROOTS_PER_SECOND = 2.5;
/** So many roots in a row that could not be asked about are an outage. */
const MAX_IN_A_ROW = 3;

export interface Reconciled extends ReconcileRun {
  /** Roots that were not looked at; null when not even the lists could be read. 0 when the run is finished. */
  readonly left: number | null;
  /** What the provider said when the run stopped before its end; null when it is finished. */
  readonly stopped: string | null;
}

/**
 * Makes the ledger agree with a provider and writes down every difference. First takes in the events that could not be
 * delivered, then goes through the subscriptions that may have changed, recent money and lost customers; every root is
 * settled by the same `sync` as everywhere. Continues where a run of the same kind was cut off, and stops when the
 * provider cannot be asked or its time is over: the next run continues there. A second run finds nothing. Raises `ReconcileUnderWay`.
 */
export async function reconcile(options: ReconcileOptions): Promise<Reconciled> {
  const run = await openRun(options);
  const progress: Progress = { left: null };
  try {
    return { ...(await goThrough(run, options, progress)), left: 0, stopped: null };
  } catch (error) {
    const after = await releaseRun(run);
    const outage = error instanceof Stopped ? error.outage : outageOf(error);
    if (outage === null) throw error;
    if (outage.error instanceof ProviderDenied) await alertDenied(run.provider, run.mode, outage.error);
    return { ...after, left: progress.left, stopped: outage.error.message };
  }
}

interface Progress {
  left: number | null;
}

/** A serverless function ends after some minutes. */
const TIME_IS_OVER: Outage = { error: new Error('The time of this run is over'), retryAfter: null, total: true };

/** The provider cannot be asked any more, or there is no time left. */
class Stopped extends Error {
  constructor(readonly outage: Outage) {
    super(outage.error.message);
  }
}

async function goThrough(run: ReconcileRun, options: ReconcileOptions, progress: Progress): Promise<ReconcileRun> {
  const { provider, dryRun = false, rootsPerSecond = ROOTS_PER_SECOND, until = Number.POSITIVE_INFINITY } = options;
  const events = await askTwice(() => takeUndelivered(provider, { dryRun }));
  await moveRun(run, { events: { increment: events } });
  const todo = (await askTwice(() => candidates(provider, options.slice))).filter(({ key }) => key > run.cursor);
  progress.left = todo.length;
  let inARow = 0;
  for (const { key, root } of todo) {
    if (Date.now() >= until) throw new Stopped(TIME_IS_OVER);
    const outcome = await compare(run, root);
    const outage = typeof outcome === 'object' ? outcome : null;
    inARow = outage === null ? 0 : inARow + 1;
    if (outage !== null && (outage.total || inARow >= MAX_IN_A_ROW)) throw new Stopped(outage);
    await moveRun(run, {
      cursor: key,
      checked: { increment: 1 },
      foreign: { increment: outcome === 'foreign' ? 1 : 0 },
      failed: { increment: outage !== null || outcome === 'failed' ? 1 : 0 },
    });
    progress.left -= 1;
    await pause(1000 / rootsPerSecond);
  }
  const done = await moveRun(run, { finishedAt: new Date() });
  if (!dryRun) await alertDrift(done);
  return done;
}

/** What had to be corrected should not have been needed: a person looks why it was not heard of. */
async function alertDrift({ id: runId, provider, events }: ReconcileRun): Promise<void> {
  const differences = await db().reconcileDiff.count({ where: { runId } });
  if (differences + events === 0) return;
  await raiseAlert(db(), `drift:${runId}`, 'ledger corrected', { runId, provider, differences, events });
}
