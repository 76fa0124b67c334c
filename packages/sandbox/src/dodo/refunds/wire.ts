import type DodoPayments from 'dodopayments';
import { BRAND_ID, BUSINESS_ID } from '../business';
import { limitedCustomer } from '../customers/wire';
import type { Dodo } from '../dodo';
import type { RefundRecord } from '../records/payment';
import { stamp } from '../time/stamp';

export function refundListWire(row: RefundRecord) {
  return {
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    is_partial: row.isPartial,
    payment_id: row.paymentId,
    refund_id: row.id,
    status: row.status,
    amount: row.amount,
    currency: row.currency,
    reason: row.reason,
  } satisfies Required<DodoPayments.RefundListItem>;
}

export function refundWire(dodo: Dodo, row: RefundRecord) {
  return {
    ...refundListWire(row),
    brand_id: BRAND_ID,
    customer: limitedCustomer(dodo, row.customerId),
    metadata: row.metadata,
  } satisfies Required<DodoPayments.Refund>;
}
