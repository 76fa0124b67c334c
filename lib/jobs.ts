import { exhaustCases } from './billing/delinquency';
import { dueOperations, runOperation } from './billing/operations';
import { settle, waitingRoots } from './billing/process';
import { configuredProviders } from './billing/providers';
import { ReconcileUnderWay, reconcile } from './billing/reconcile';
import { env } from './env';
import { log } from './log';
import { drainOutbox } from './mail/outbox';

export interface Drained {
  readonly roots: number;
  readonly operations: number;
  readonly mails: number;
}

/**
 * Does everything that is due: settles waiting events, sends planned operations, then the mails that follow.
 * Safe to run anywhere, any number of times at once: leases and claims keep each piece of work to one worker.
 */
export async function drainBilling(): Promise<Drained> {
  const { mode } = env().world;
  const roots = await waitingRoots(mode);
  for (const root of roots) await settle(root);
  await exhaustCases(mode);
  const operations = await dueOperations(mode);
  for (const id of operations) await runOperation(id);
  const mails = await drainOutbox();
  if (roots.length + operations.length + mails > 0) {
    log().info({ roots: roots.length, operations: operations.length, mails }, 'drained');
  }
  return { roots: roots.length, operations: operations.length, mails };
}

/** The daily comparison with every configured provider. Raises what went wrong at one after the other is done too. */
export async function reconcileAll(): Promise<void> {
  const failures: unknown[] = [];
  for (const provider of configuredProviders()) {
    try {
      const { checked, events, failed } = await reconcile({ provider, actor: 'cron' });
      log().info({ provider, checked, events, failed }, 'reconciled');
    } catch (error) {
      if (error instanceof ReconcileUnderWay) log().info({ provider }, error.message);
      else failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
