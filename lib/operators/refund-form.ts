import type { OperatorRefund } from '@/lib/billing/operators/refund';
import { appError } from '@/lib/errors';

interface Chosen {
  readonly payment: string;
  /** Minor units; null for all that is left. */
  readonly amount: bigint | null;
  /** Ids of the chosen items; none for the payment as a whole. */
  readonly items: readonly string[];
  readonly reason: string | null;
}

/**
 * The refund of a form: the amount belongs to the item when one is chosen. Throws request/invalid (422) for
 * an amount with several items.
 */
export function refundOfForm({ items, amount, ...rest }: Chosen): Omit<OperatorRefund, 'actor'> {
  if (items.length === 0) return { ...rest, amount, items: [] };
  if (items.length > 1 && amount !== null)
    throw appError('request/invalid', {
      message: 'To enter an amount, select exactly one item. To refund several items in full, leave the amount blank.',
    });
  return { ...rest, amount: null, items: items.map((id) => ({ id, amount })) };
}
