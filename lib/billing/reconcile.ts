import { setTimeout as pause } from 'node:timers/promises';
import { businessNow } from '@/lib/clock';
import { db, type Tx } from '@/lib/db';
import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { driver } from './providers';
import type { Root } from './providers/contract';
import { type Facts, type Field, factsOf } from './reconcile-facts';
import { type Outcome, sync } from './sync';
import type { Provider } from './types';

const DAY = 86_400_000;
/** Refunds and disputes come late; older one-time payments are looked at when their event comes. */
const PAYMENTS_DAYS = 35;
/** At most this many roots a second, so that a run never takes the provider's rate limit from customers. */
const ROOTS_PER_SECOND = 5;

export interface ReconcileOptions {
  readonly provider: Provider;
  /** `cron`, `admin:<id>`, `command line`. */
  readonly actor: string;
  /** Reports what is different and changes nothing. */
  readonly dryRun?: boolean;
  readonly rootsPerSecond?: number;
}

/** Undoes the transaction of a dry run once its differences are known. */
class Undo extends Error {}

/**
 * Makes the ledger agree with a provider and writes down every difference. Goes through all subscriptions and recent
 * one-time payments that either side knows; every root is settled by the same `sync` as everywhere. Goes on where a
 * run of the same kind was cut off. A second run finds nothing.
 */
export async function reconcile(options: ReconcileOptions): Promise<ReconcileRun> {
  const { provider, dryRun = false, rootsPerSecond = ROOTS_PER_SECOND } = options;
  const roots = await rootsOf(provider);
  const run = await openRun(options);
  for (const [index, root] of roots.entries()) {
    if (index < run.cursor) continue;
    const outcome = await compare(run, provider, root, dryRun);
    await db().reconcileRun.update({
      where: { id: run.id },
      data: {
        cursor: index + 1,
        checked: { increment: 1 },
        foreign: { increment: outcome === 'foreign' ? 1 : 0 },
        failed: { increment: outcome === 'failed' ? 1 : 0 },
      },
    });
    await pause(1000 / rootsPerSecond);
  }
  return db().reconcileRun.update({ where: { id: run.id }, data: { finishedAt: new Date() } });
}

/** What the provider has and what the ledger believes to be running, each once, always in the same order. */
async function rootsOf(provider: Provider): Promise<Root[]> {
  const from = driver(provider);
  const since = new Date((await businessNow()).getTime() - PAYMENTS_DAYS * DAY);
  const [remote, local] = await Promise.all([
    from.listRoots(since),
    db().subscription.findMany({
      where: { provider, mode: from.mode, status: { notIn: ['ended', 'failed'] } },
      select: { externalId: true },
    }),
  ]);
  const all = [...remote, ...local.map(({ externalId: id }) => ({ kind: 'subscription' as const, id }))];
  const unique = new Map(all.map((root) => [`${root.kind}:${root.id}`, root]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, root]) => root);
}

async function openRun({ provider, actor, dryRun = false }: ReconcileOptions): Promise<ReconcileRun> {
  const { mode } = driver(provider);
  const cut = await db().reconcileRun.findFirst({
    where: { provider, mode, dryRun, finishedAt: null, startedAt: { gt: new Date(Date.now() - DAY) } },
    orderBy: { startedAt: 'desc' },
  });
  return cut ?? db().reconcileRun.create({ data: { provider, mode, dryRun, actor } });
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
