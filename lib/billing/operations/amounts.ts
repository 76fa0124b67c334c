import type { Operation } from '@/lib/generated/prisma/client';
import type { ChangePreview } from '../providers/requests';
import { expectedOf } from './expected';

/** The shortest month, in ms: no period is shorter, so no amount drifts faster than its value over this time. */
const SHORTEST_PERIOD = 28 * 86_400_000;

/**
 * Whether the charge would now differ from what the customer was shown. If the provider prorates from the time of the
 * preview, it must match to the cent. If each call prorates from its own time (Dodo Payments), it may differ by the
 * value of the time elapsed, plus one minor unit of rounding.
 */
export function amountsMoved(
  operation: Pick<Operation, 'expected'>,
  now: ChangePreview,
  { exact, at }: { readonly exact: boolean; readonly at: Date },
): boolean {
  const { due, shownAt, contract } = expectedOf(operation);
  if (due == null || shownAt === undefined || due.currency !== now.currency) return true;
  const elapsed = BigInt(Math.max(0, at.getTime() - shownAt.getTime()));
  const base = BigInt(contract?.amount ?? 0) + BigInt(due.amount) + BigInt(due.credit);
  const drift = exact ? 0n : 1n + (base * elapsed) / BigInt(SHORTEST_PERIOD);
  return differ(due.amount, now.dueNow, drift) || differ(due.credit, now.credit, drift);
}

function differ(shown: string, now: bigint, by: bigint): boolean {
  const difference = BigInt(shown) - now;
  return (difference < 0n ? -difference : difference) > by;
}
