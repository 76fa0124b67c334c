import type Stripe from 'stripe';
import type { DisputeSnapshot } from '../money-snapshots';
import { reading } from './errors';
import { disputeStatus } from './status';
import { at, atOrNull } from './time';

export type DisputeShape = Pick<Stripe.Dispute, 'id' | 'status' | 'amount' | 'currency' | 'reason' | 'created'> &
  Partial<Pick<Stripe.Dispute, 'evidence_details'>>;

export function toDispute(raw: DisputeShape): DisputeSnapshot {
  return {
    externalId: raw.id,
    status: disputeStatus(raw.status),
    providerStatus: raw.status,
    amount: BigInt(raw.amount),
    currency: raw.currency.toUpperCase(),
    reason: raw.reason,
    createdAt: at(raw.created),
    evidenceDueAt: atOrNull(raw.evidence_details?.due_by),
  };
}

/** All disputes over one payment; fetched only if its charge is marked as disputed. */
export async function disputesOf(stripe: Stripe, intentId: string): Promise<DisputeSnapshot[]> {
  const all = await reading(() =>
    stripe.disputes.list({ payment_intent: intentId, limit: 100 }).autoPagingToArray({ limit: 1_000 }),
  );
  return all.map(toDispute);
}
