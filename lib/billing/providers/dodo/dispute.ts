import { exponentOf } from '../../money';
import type { DisputeSnapshot } from '../contract';
import type { DisputeShape } from './shapes';
import { disputeStatus } from './status';
import { at } from './time';

export function toDispute(raw: DisputeShape): DisputeSnapshot {
  const currency = raw.currency.toUpperCase();
  return {
    externalId: raw.dispute_id,
    status: disputeStatus(raw.dispute_status, raw.dispute_stage),
    providerStatus: raw.dispute_status,
    amount: minorUnits(raw.amount, currency),
    currency,
    reason: raw.remarks ?? null,
    createdAt: at(raw.created_at),
  };
}

/** The one amount that Dodo gives as a string (dodo.md §1): minor units, or with a point major ones. */
function minorUnits(amount: string, currency: string): bigint {
  if (/^-?\d+$/.test(amount)) return BigInt(amount);
  const major = Number(amount);
  if (Number.isNaN(major)) throw new Error(`Dodo says an amount that is none: ${amount}`);
  return BigInt(Math.round(major * 10 ** exponentOf(currency)));
}
