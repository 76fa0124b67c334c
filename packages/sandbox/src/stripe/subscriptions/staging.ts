import type { StripeContext } from '../api/context';
import type { EventOptions } from '../api/events';
import type { StripeObject } from '../api/wire';

interface Staged {
  type: string;
  record: StripeObject;
  previous: object | undefined;
  options: EventOptions | undefined;
}

/**
 * Runs work whose events real Stripe sends in another order: they are held back and then sent sorted by `order` (types
 * that aren't listed come last, in their original order). Types in `without` are dropped. If the work throws, its
 * events are sent unchanged, because a declined charge did happen.
 */
export function inOrder<T>(
  ctx: StripeContext,
  order: readonly string[],
  work: (staged: StripeContext) => T,
  without: readonly string[] = [],
): T {
  const held: Staged[] = [];
  const staged: StripeContext = {
    ...ctx,
    emit: (type, record, previous, options) => void held.push({ type, record, previous, options }),
  };
  const rank = ({ type }: Staged): number => (order.includes(type) ? order.indexOf(type) : order.length);
  try {
    return work(staged);
  } finally {
    const ranked = held.filter(({ type }) => !without.includes(type)).sort((a, b) => rank(a) - rank(b));
    for (const { type, record, previous, options } of ranked) ctx.emit(type, record, previous, options);
  }
}
