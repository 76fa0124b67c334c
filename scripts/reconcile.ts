// npm run billing:reconcile [-- --dry-run]: compares the ledger with every configured provider and prints what differed.
import { configuredProviders } from '@/lib/billing/providers';
import { reconcile } from '@/lib/billing/reconcile';
import { db } from '@/lib/db';

const dryRun = process.argv.includes('--dry-run');
let failed = 0;
for (const provider of configuredProviders()) {
  const run = await reconcile({ provider, actor: 'command line', dryRun });
  const diffs = await db().reconcileDiff.findMany({ where: { runId: run.id } });
  console.log(
    `${provider}: ${run.checked} looked at, ${run.events} undelivered events, ${diffs.length} differences, ${run.foreign} foreign, ${run.failed} failed`,
  );
  for (const diff of diffs)
    console.log(`  ${diff.rootId} ${diff.field}: ${diff.local} -> ${diff.remote} (${diff.action})`);
  failed += run.failed;
}
process.exit(failed === 0 ? 0 : 1);
