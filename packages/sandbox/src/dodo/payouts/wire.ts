import type DodoPayments from 'dodopayments';
import { BUSINESS_ID } from '../business';
import { SETTLEMENT_CURRENCY } from '../money/currency';
import type { PayoutRecord } from '../records/payout';
import { stamp } from '../time/stamp';

export function payoutWire(row: PayoutRecord) {
  return {
    amount: row.amount,
    business_id: BUSINESS_ID,
    chargebacks: row.chargebacks,
    created_at: stamp(row.createdMs),
    currency: SETTLEMENT_CURRENCY,
    fee: row.fee,
    payment_method: 'bank_transfer',
    payout_id: row.id,
    refunds: row.refunds,
    status: row.status,
    tax: row.tax,
    updated_at: stamp(row.updatedMs),
    name: null,
    payout_document_url: null,
    remarks: null,
  } satisfies Required<DodoPayments.PayoutListResponse>;
}
