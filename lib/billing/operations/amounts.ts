import type { Operation } from '@/lib/generated/prisma/client';
import type { ChangePreview } from '../providers/requests';
import { expectedOf } from './expected';

/** The shortest month, in ms: no period we sell is shorter, so nothing drifts faster than its amount over this time. */
const SHORTEST_PERIOD = 28 * 86_400_000;

/**
 * Whether what would be charged now is not what the person was shown. Where the provider prorates from the instant of
 * the preview, it must be the same to the cent. Where each call prorates from its own moment (Dodo Payments), it may
 * differ by what the time since then is worth, and by one minor unit of rounding.
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
