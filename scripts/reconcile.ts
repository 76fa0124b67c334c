// npm run billing:reconcile [-- --dry-run]: compares the ledger with every configured provider and prints the differences.
// Exit codes: 0 done; 1 something failed, or part of it couldn't be read from a provider; 3 another run is in progress.
import { reconcileProviders } from '@/lib/billing/reconcile/all';
import { db } from '@/lib/db';

/** Differences of a run that are printed. */
const SHOWN = 50;

const dryRun = process.argv.includes('--dry-run');
const reports = await reconcileProviders({ actor: 'command line', dryRun });
for (const { provider, state, checked, events, foreign, failed, stoppedAt, reason, runId } of reports) {
  if (runId === null) {
    console.log(reason ?? `${provider} is being reconciled.`);
    continue;
  }
  const count = await db().reconcileDiff.count({ where: { runId } });
  const diffs = await db().reconcileDiff.findMany({ where: { runId }, orderBy: { id: 'asc' }, take: SHOWN });
  console.log(
    `${provider}: ${checked} checked, ${events} undelivered events, ${count} differences, ${foreign} foreign, ${failed} failed`,
  );
  for (const diff of diffs)
    console.log(`  ${diff.targetId} ${diff.field}: ${diff.local} -> ${diff.remote} (${diff.action})`);
  if (count > SHOWN) console.log(`  and ${count - SHOWN} more: rows of ReconcileDiff with the runId ${runId}`);
  if (state === 'partial')
    console.log(
      `  Stopped at ${stoppedAt}: ${reason ?? 'the provider could not be reached'}. Run it again to continue.`,
    );
}
const underWay = reports.some(({ state }) => state === 'under way');
const failed = reports.some(({ state, failed: targets }) => state === 'partial' || targets > 0);
process.exit(underWay ? 3 : failed ? 1 : 0);
