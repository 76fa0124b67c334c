import { exponentOf } from '../../money';
import type { DisputeSnapshot } from '../money-snapshots';
import type { DisputeShape } from './shapes';
import { disputeStatus } from './status';
import { at, DAY, shifted } from './time';

/** How long a merchant has to respond (docs.dodopayments.com/features/transactions/disputes). */
const EVIDENCE_DAYS = 4;

export function toDispute(raw: DisputeShape): DisputeSnapshot {
  const currency = raw.currency.toUpperCase();
  const createdAt = at(raw.created_at);
  return {
    externalId: raw.dispute_id,
    status: disputeStatus(raw.dispute_status, raw.dispute_stage),
    providerStatus: raw.dispute_status,
    amount: minorUnits(raw.amount, currency),
    currency,
    reason: raw.remarks ?? null,
    createdAt,
    // Evidence can be submitted once; after that, the bank decides.
    evidenceDueAt: raw.dispute_status === 'dispute_opened' ? shifted(createdAt, EVIDENCE_DAYS * DAY) : null,
  };
}

/** The only amount that Dodo returns as a string: minor units, or major units if it has a decimal point. */
function minorUnits(amount: string, currency: string): bigint {
  if (/^-?\d+$/.test(amount)) return BigInt(amount);
  const major = Number(amount);
  if (Number.isNaN(major)) throw new Error(`Invalid amount from Dodo: ${amount}`);
  return BigInt(Math.round(major * 10 ** exponentOf(currency, 'dodo')));
}
