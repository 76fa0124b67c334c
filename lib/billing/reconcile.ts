import { setTimeout as pause } from 'node:timers/promises';
import { db, type Tx } from '@/lib/db';
import type { Prisma, ReconcileRun } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { raiseAlert } from './alerts';
import { driver } from './providers';
import type { Root } from './providers/contract';
import { type Facts, type Field, factsOf } from './reconcile-facts';
import { candidates } from './reconcile-roots';
import { type Outcome, sync } from './sync';
import type { Provider } from './types';
import { takeUndelivered } from './undelivered';

/**
 * At most this many roots a second, four calls each as a rule: ten requests a second, of the 25 that Stripe allows an
 * endpoint (billing.md §2.3), so that a run never takes them from customers.
 */
const ROOTS_PER_SECOND = 2.5;
/** A run that has not moved for so long (real time) was cut off, and is gone on with. Looking at one root takes less. */
const LEASE_SECONDS = 120;
/** What was cut off longer ago than this is begun anew. */
const RESUME_HOURS = 24;

export interface ReconcileOptions {
  readonly provider: Provider;
  /** `cron`, `admin:<id>`, `command line`. */
  readonly actor: string;
  /** Reports what is different and changes nothing. */
  readonly dryRun?: boolean;
  readonly rootsPerSecond?: number;
}

/** Another process is at a run of this kind. */
export class ReconcileUnderWay extends Error {
  override readonly name = 'ReconcileUnderWay';
}

/** Undoes the transaction of a dry run once its differences are known. */
class Undo extends Error {}

/**
 * Makes the ledger agree with a provider and writes down every difference. First takes in the events that could not be
 * delivered, then goes through all subscriptions and recent money that either side knows; every root is settled by the
 * same `sync` as everywhere. Goes on where a run of the same kind was cut off. A second run finds nothing. Raises
 * `ReconcileUnderWay`, and what the provider raises when its lists cannot be read.
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileRun> {
  const run = await openRun(options);
  try {
    return await goThrough(run, options);
  } catch (error) {
    // Whoever comes next need not wait until our lease is over.
    await db().$executeRaw`UPDATE "ReconcileRun" SET "leaseUntil" = now() WHERE id = ${run.id}`;
    throw error;
  }
}

async function goThrough(run: ReconcileRun, options: ReconcileOptions): Promise<ReconcileRun> {
  const { provider, dryRun = false, rootsPerSecond = ROOTS_PER_SECOND } = options;
  const events = await takeUndelivered(provider, { dryRun });
  await move(run, { events: { increment: events } });
  for (const { key, root } of await candidates(provider)) {
    if (key <= run.cursor) continue;
    const outcome = await compare(run, provider, root, dryRun);
    await move(run, {
      cursor: key,
      checked: { increment: 1 },
      foreign: { increment: outcome === 'foreign' ? 1 : 0 },
      failed: { increment: outcome === 'failed' ? 1 : 0 },
    });
    await pause(1000 / rootsPerSecond);
  }
  const done = await move(run, { finishedAt: new Date() });
  if (!dryRun) await alertDrift(done);
  return done;
}

/** What had to be corrected should not have been needed: a person looks why it was not heard of. */
async function alertDrift({ id: runId, provider, events }: ReconcileRun): Promise<void> {
  const differences = await db().reconcileDiff.count({ where: { runId } });
  if (differences + events === 0) return;
  await raiseAlert(db(), `drift:${runId}`, 'ledger corrected', { runId, provider, differences, events });
}

/** Writes how far a run has come and keeps it for us a while longer. */
async function move({ id }: ReconcileRun, data: Prisma.ReconcileRunUpdateInput): Promise<ReconcileRun> {
  await db().$executeRaw`
    UPDATE "ReconcileRun" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}) WHERE id = ${id}`;
  return db().reconcileRun.update({ where: { id }, data });
}

/** The run that was cut off, taken over, or a new one. */
async function openRun({ provider, actor, dryRun = false }: ReconcileOptions): Promise<ReconcileRun> {
  const { mode } = driver(provider);
  return db().$transaction(async (tx) => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reconcile:${provider}:${mode}`}, 0))`;
    const [open] = await tx.$queryRaw<{ id: string; held: boolean }[]>`
      SELECT id, "leaseUntil" > now() AS held FROM "ReconcileRun"
      WHERE provider = ${provider}::"Provider" AND mode = ${mode}::"Mode" AND "dryRun" = ${dryRun}
        AND "finishedAt" IS NULL AND "startedAt" > now() - make_interval(hours => ${RESUME_HOURS})
      ORDER BY "startedAt" DESC LIMIT 1`;
    if (open?.held) throw new ReconcileUnderWay(`${provider} is being reconciled`);
    const run =
      open === undefined
        ? await tx.reconcileRun.create({ data: { provider, mode, dryRun, actor } })
        : await tx.reconcileRun.findUniqueOrThrow({ where: { id: open.id } });
    await tx.$executeRaw`
      UPDATE "ReconcileRun" SET "leaseUntil" = now() + make_interval(secs => ${LEASE_SECONDS}) WHERE id = ${run.id}`;
    return run;
  });
}

async function compare(
  run: ReconcileRun,
  provider: Provider,
  root: Root,
  dryRun: boolean,
): Promise<Outcome | 'failed'> {
  const { mode } = driver(provider);
  const before = await factsOf(db(), provider, mode, root);
  let after: Facts = before;
  let outcome: Outcome | 'failed' = 'failed';
  try {
    await sync(provider, root, {
      cause: `reconcile:${run.id}`,
      complete: async (tx: Tx, result) => {
        outcome = result;
        after = await factsOf(tx, provider, mode, root);
        if (dryRun) throw new Undo();
      },
    });
  } catch (error) {
    if (!(error instanceof Undo)) {
      log().error({ err: error, root: root.id }, 'not reconciled');
      return 'failed';
    }
  }
  const diffs = differences(before, after);
  await db().reconcileDiff.createMany({
    data: diffs.map((field) => ({
      ...field,
      runId: run.id,
      rootKind: root.kind,
      rootId: root.id,
      action: dryRun ? 'reported' : 'corrected',
    })),
  });
  return outcome;
}

function differences(before: Facts, after: Facts): Field[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [local, remote] = [before.get(field) ?? null, after.get(field) ?? null];
    return local === remote ? [] : [{ field, local, remote }];
  });
}
