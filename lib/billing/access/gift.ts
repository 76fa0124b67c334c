import type { PlanKey } from '../catalog/plans';

/** Time of a plan that an operator gave, without a payment. */
export interface GiftFact {
  readonly plan: PlanKey;
  readonly from: Date;
  readonly until: Date;
}

/** Given time is open until its end and leaves no grace behind, because nothing is owed for it. */
export function accessOfGift({ plan, from, until }: GiftFact, now: Date) {
  return from <= now && now < until ? [{ plan, level: 'full', until, reason: 'granted', seats: 1 } as const] : [];
}
