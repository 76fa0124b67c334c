import { db, type Tx } from '@/lib/db';
import type { ReconcileRun } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { type SyncOutcome, sync } from '../ledger/sync';
import { driver } from '../providers';
import type { SyncTarget } from '../providers/snapshots';
import { type Outage, outageOf } from '../webhooks/outage';
import { type Field, factsOf, type LedgerFacts } from './facts';
import { retryOnce } from './retry-once';

/** Rolls back the transaction of a dry run once its differences are known. */
class Undo extends Error {}

/** Syncs one target and records what differed. An outage is returned; other failures are logged and count as failed. */
export async function compare(run: ReconcileRun, target: SyncTarget): Promise<SyncOutcome | 'failed' | Outage> {
  const { provider, dryRun } = run;
  const { mode } = driver(provider);
  const before = await factsOf(db(), provider, mode, target);
  let after: LedgerFacts = before;
  let outcome: SyncOutcome | 'failed' = 'failed';
  const complete = async (tx: Tx, result: SyncOutcome) => {
    outcome = result;
    after = await factsOf(tx, provider, mode, target);
    if (dryRun) throw new Undo();
  };
  try {
    await retryOnce(() => sync(provider, target, { cause: `reconcile:${run.id}`, complete }));
  } catch (error) {
    if (!(error instanceof Undo)) {
      log().error({ err: error, root: target.id }, 'not reconciled');
      return outageOf(error) ?? 'failed';
    }
  }
  await db().reconcileDiff.createMany({
    data: differences(before, after).map((field) => ({
      ...field,
      runId: run.id,
      targetKind: target.kind,
      targetId: target.id,
      action: dryRun ? 'reported' : 'corrected',
    })),
  });
  return outcome;
}

function differences(before: LedgerFacts, after: LedgerFacts): Field[] {
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((field) => {
    const [local, remote] = [before.get(field) ?? null, after.get(field) ?? null];
    return local === remote ? [] : [{ field, local, remote }];
  });
}
