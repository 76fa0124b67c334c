import type { OperationStatus } from '@/lib/generated/prisma/enums';
import type { Mode, Provider } from '../types';
import { awayAfter, outageOf } from '../webhooks/outage';
import { dueOperations, withdrawUnsent } from './claim';
import { attemptOperation } from './run';

/** Most operations of a round. */
const AT_ONCE = 50;
/** Seconds of real time after which no further operation is begun in a round: a provider that doesn't answer takes long. */
const LONGEST_ROUND = 20;

/** What one round did with a provider's planned operations. */
export interface OperationsRound {
  readonly due: number;
  /** Whether more may be due, or left to withdraw: not after a round in which all have to wait, or whose provider seems away. */
  readonly more: boolean;
}

const WAITING: readonly OperationStatus[] = ['planned', 'sent', 'unknown'];

/**
 * Withdraws what was never sent, then runs a provider's due operations in their turn, until it seems to be away. What isn't
 * begun stays due.
 */
export async function runDueOperations(mode: Mode, provider: Provider): Promise<OperationsRound> {
  const unsent = await withdrawUnsent(mode);
  const due = await dueOperations(mode, provider, AT_ONCE);
  const until = Date.now() + LONGEST_ROUND * 1000;
  const seemsAway = awayAfter();
  let [begun, over] = [0, 0];
  for (const id of due) {
    const began = Date.now();
    if (began >= until) break;
    begun += 1;
    const attempted = await attemptOperation(id);
    if (attempted === null) continue;
    if (seemsAway(outageOf(attempted.error), Date.now() - began)) return { due: due.length, more: false };
    if (!WAITING.includes(attempted.operation.status)) over += 1;
  }
  return { due: due.length, more: unsent || (over > 0 && (due.length >= AT_ONCE || begun < due.length)) };
}
