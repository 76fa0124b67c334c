// npm run billing:effects: how many runs of each effect are waiting, done, or dead, and the dead ones with their errors.
// npm run billing:effects -- replay <id> … | --all: runs dead ones again, under the same idempotency key.
import { EFFECTS } from '@/lib/billing/effects';
import { drainEffects } from '@/lib/billing/effects/drain';
import { countRuns, deadRuns, replayRun } from '@/lib/billing/effects/replay';

const [command, ...args] = process.argv.slice(2);
const dead = await deadRuns();
if (command === undefined) {
  console.table(await countRuns());
  for (const { id, effect, attempts, error, fact } of dead)
    console.log(`${id}  ${effect}  ${fact.key}  ${attempts} attempts  ${error ?? ''}`);
  console.log(`${dead.length} dead. To run them again: npm run billing:effects -- replay <id> …, or replay --all`);
  process.exit(0);
}
if (command !== 'replay' || args.length === 0) {
  console.error('Usage: npm run billing:effects [-- replay <id> … | -- replay --all]');
  process.exit(1);
}
let unknown = 0;
for (const id of args.includes('--all') ? dead.map((run) => run.id) : args) {
  if (await replayRun(id, 'command line')) continue;
  console.error(`${id} is not a dead run.`);
  unknown += 1;
}
await drainEffects(EFFECTS, Number.POSITIVE_INFINITY);
const left = (await deadRuns()).length;
console.log(left === 0 ? 'No dead runs left. Those that failed again are retried by the jobs.' : `${left} still dead.`);
process.exit(unknown === 0 ? 0 : 1);
