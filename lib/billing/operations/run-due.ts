import type { Mode, Provider } from '../types';
import { dueOperations } from './claim';
import { runOperation } from './run';

/** Seconds of real time after which no further operation is begun in a round: a provider that doesn't answer takes long. */
const LONGEST_ROUND = 20;

/** Runs a provider's due operations, oldest first. What doesn't fit stays due. Returns how many were due. */
export async function runDueOperations(mode: Mode, provider: Provider): Promise<number> {
  const due = await dueOperations(mode, provider);
  const until = Date.now() + LONGEST_ROUND * 1000;
  for (const id of due) {
    if (Date.now() >= until) break;
    await runOperation(id);
  }
  return due.length;
}
