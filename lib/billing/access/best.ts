import { PLANS } from '../catalog/plans';
import type { Decision, Level } from './decide';

const LEVELS: Record<Level, number> = { none: 0, read_only: 1, full: 2 };

/** The decision that opens most; of several alike, the one that lasts longest, with the seats of the one that has most. */
export function best(decisions: readonly Decision[]): Decision | undefined {
  const end = ({ until }: Decision) => until?.getTime() ?? Number.POSITIVE_INFINITY;
  const [first] = [...decisions].sort((a, b) => compareAccess(b, a) || end(b) - end(a) || 0);
  if (first === undefined) return undefined;
  const alike = decisions.filter((each) => compareAccess(each, first) === 0);
  return { ...first, seats: Math.max(...alike.map(({ seats }) => seats)) };
}

/** Positive when `a` opens more than `b`. */
export function compareAccess(a: Decision, b: Decision): number {
  return LEVELS[a.level] - LEVELS[b.level] || PLANS[a.plan].rank - PLANS[b.plan].rank;
}
