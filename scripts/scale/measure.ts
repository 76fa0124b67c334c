import type { Client } from 'pg';
import { deleteAccount } from '@/lib/account/delete';
import { exportAccount } from '@/lib/account/export';
import { loadFacts } from '@/lib/billing/access/facts';
import { billingOverview } from '@/lib/billing/account/overview';
import { endOverdueSubscriptions } from '@/lib/billing/ledger/give-up';
import { planOperation } from '@/lib/billing/ledger/plan-operation';
import { dueOperations } from '@/lib/billing/operations/claim';
import { factsOf } from '@/lib/billing/reconcile/facts';
import { waitingTargets } from '@/lib/billing/webhooks/process-target';
import { cleanUp } from '@/lib/cleanup';
import { db } from '@/lib/db';
import { drainOutbox } from '@/lib/mail/outbox';
import { executionTime } from './plans';
import { recordStatements, type Statement } from './statements';
import type { Row } from './table';

/** Calls of one measurement; the median counts. */
const CALLS = 15;
/** A customer of the generated database whose subscription has ended, so that nothing asks a provider. */
const ended = (call: number) => 10 * (call + 1);

/** A measurement: what was measured before there were indexes for it, and the wanted milliseconds. */
export type Measured = readonly [
  what: string,
  before: string,
  wanted: number,
  work: (call: number) => Promise<unknown>,
];

/** What customers, webhooks, and jobs wait for. */
export const CORE: readonly Measured[] = [
  ['Claim emails when none is due', '208 ms', 1, () => drainOutbox()],
  ['Plan an operation', '344–523 ms', 5, (call) => plan(ended(call))],
  ['Find due operations', '', 5, () => dueOperations('sandbox', 'stripe')],
  ['Find cases to give up on', '', 5, () => endOverdueSubscriptions('sandbox', 'stripe')],
  ['Find sync targets behind a backlog of failed events', '1,090 ms', 5, () => waitingTargets('sandbox', 'stripe')],
  ['Clean up when nothing is due', '11,000 ms', 100, () => cleanUp()],
  ['Delete an account', 'more than 648,000 ms', 1_000, (call) => deleteAccount(`bench-user-${ended(call)}`)],
  ['Compare one sync target in a reconciliation', '1,800–2,700 ms', 20, compare],
  ['Decide access', '', 5, (call) => loadFacts(`bench-user-${call + 1}`)],
  ['Account page, billing part', '', 20, (call) => billingOverview(`bench-user-${call + 1}`)],
  ['Export an account', '', 200, (call) => readExport(`bench-user-${call + 1}`)],
];

/**
 * Measures each: PostgreSQL's own time for the statements of one call, which other load on the machine hardly changes,
 * and the median time of a call on connections that are open already.
 */
export async function measure(
  client: Client,
  measured: readonly Measured[],
): Promise<{ rows: Row[]; statements: Statement[] }> {
  // What an earlier run has left: the farewell of the accounts it deleted.
  await db().email.updateMany({ where: { kind: 'account-deleted', status: 'waiting' }, data: { status: 'dropped' } });
  const rows: Row[] = [];
  const statements: Statement[] = [];
  for (const [what, before, wanted, work] of measured) {
    const asked = await recordStatements(() => work(CALLS));
    // The first time reads from disk.
    await executionTime(client, asked);
    const server = await executionTime(client, asked);
    const times: number[] = [];
    for (let call = 0; call < CALLS; call += 1) {
      const began = performance.now();
      await work(call);
      times.push(performance.now() - began);
    }
    const median = times.sort((a, b) => a - b)[Math.floor(CALLS / 2)] ?? Number.NaN;
    const first = before === '' ? '' : `; before: ${before}`;
    const found = `${server.toFixed(1)} ms in ${asked.length} statements (a call ${median.toFixed(0)} ms${first})`;
    rows.push({ what, measured: found, target: `${wanted} ms`, met: server <= wanted });
    statements.push(...asked);
  }
  return { rows, statements };
}

class Undo extends Error {}

/** Plans and takes it back. */
async function plan(customer: number): Promise<void> {
  const owner = { workspaceId: `bench-user-${customer}` };
  const id = `bench-subscription-${customer}`;
  const params = { subscriptionExternalId: `sub_bench_${customer}` };
  await db()
    .$transaction(async (tx) => {
      const context = { tx, provider: 'stripe', mode: 'sandbox', owner, now: new Date(), cause: 'bench' } as const;
      await planOperation(context, {
        ...{ kind: 'cancel', key: `cancel:${id}`, because: 'account-deleted', provider: 'stripe', params },
      });
      throw new Undo();
    })
    .catch((error: unknown) => {
      if (!(error instanceof Undo)) throw error;
    });
}

/** To the end, as a browser does. */
async function readExport(userId: string): Promise<void> {
  await (await exportAccount(userId)).body.pipeTo(new WritableStream());
}

function compare(call: number): Promise<unknown> {
  return factsOf(db(), 'stripe', 'sandbox', { kind: 'subscription', id: `sub_bench_${2 * (call + 1)}` });
}
