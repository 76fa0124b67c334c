// npm run billing:effects: how many runs of each effect are waiting, done, or dead, and the dead ones with their errors.
// npm run billing:effects -- replay <id> … | --all: runs dead ones again, under the same idempotency key.
import { EFFECTS } from '@/lib/billing/effects';
import { drainEffects } from '@/lib/billing/effects/drain';
import { countDeadRuns, countRuns, deadRunIds, deadRuns, replayRun } from '@/lib/billing/effects/replay';

const [command, ...args] = process.argv.slice(2);
const SHOWN = 50;

if (command === undefined) {
  console.table(await countRuns());
  const dead = await countDeadRuns();
  for (const { id, effect, attempts, error, fact } of await deadRuns(SHOWN))
    console.log(`${id}  ${effect}  ${fact.key}  ${attempts} attempts  ${error ?? ''}`);
  if (dead > SHOWN) console.log(`and ${dead - SHOWN} more`);
  console.log(`${dead} dead. To run them again: npm run billing:effects -- replay <id> …, or replay --all`);
  process.exit(0);
}
if (command !== 'replay' || args.length === 0) {
  console.error('Usage: npm run billing:effects [-- replay <id> … | -- replay --all]');
  process.exit(1);
}

let unknown = 0;
// Those that are dead now: some may fail again meanwhile.
for (const id of args.includes('--all') ? await deadRunIds() : args) {
  if (await replayRun(id, 'command line')) continue;
  console.error(`${id} is not a dead run.`);
  unknown += 1;
}
await drainEffects(EFFECTS, Number.POSITIVE_INFINITY);
const left = await countDeadRuns();
console.log(left === 0 ? 'No dead runs left. Those that failed again are retried by the jobs.' : `${left} still dead.`);
process.exit(unknown === 0 ? 0 : 1);
