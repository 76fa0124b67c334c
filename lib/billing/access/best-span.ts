import { BASE_PLAN, PLANS, planOf } from '../catalog/plans';
import type { CoveredSpan } from './coverage';

/** Undisputed first, then the better plan, more seats, the longer time. */
export function bestSpan(spans: readonly CoveredSpan[]): CoveredSpan | null {
  const rank = ({ sku }: CoveredSpan) => PLANS[planOf(sku) ?? BASE_PLAN].rank;
  const [best] = [...spans].sort(
    (a, b) =>
      Number(b.standing === 'clear') - Number(a.standing === 'clear') ||
      rank(b) - rank(a) ||
      b.quantity - a.quantity ||
      b.until.getTime() - a.until.getTime(),
  );
  return best ?? null;
}
