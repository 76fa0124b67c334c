import type { OperationStatus } from '@/lib/generated/prisma/enums';
import type { Mode, Provider } from '../types';
import { dueOperations } from './claim';
import { runOperation } from './run';

/** Most operations of a round. */
const AT_ONCE = 50;
/** Seconds of real time after which no further operation is begun in a round: a provider that doesn't answer takes long. */
const LONGEST_ROUND = 20;

/** What one round did with a provider's planned operations. */
export interface OperationsRound {
  readonly due: number;
  /** Whether more may be due now: not after a round in which all of them have to wait, as while the provider is away. */
  readonly more: boolean;
}

const WAITING: readonly OperationStatus[] = ['planned', 'sent', 'unknown'];

/** Runs a provider's due operations, oldest first. What doesn't fit stays due. */
export async function runDueOperations(mode: Mode, provider: Provider): Promise<OperationsRound> {
  const due = await dueOperations(mode, provider, AT_ONCE);
  const until = Date.now() + LONGEST_ROUND * 1000;
  let [begun, over] = [0, 0];
  for (const id of due) {
    if (Date.now() >= until) break;
    begun += 1;
    const after = await runOperation(id);
    if (after !== null && !WAITING.includes(after.status)) over += 1;
  }
  return { due: due.length, more: over > 0 && (due.length >= AT_ONCE || begun < due.length) };
}
