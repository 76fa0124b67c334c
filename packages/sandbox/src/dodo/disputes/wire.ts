import type DodoPayments from 'dodopayments';
import { BRAND_ID, BUSINESS_ID } from '../business';
import { limitedCustomer } from '../customers/wire';
import type { Dodo } from '../dodo';
import { exponent } from '../money/exponents';
import type { DisputeRecord } from '../records/payment';
import { stamp } from '../time/stamp';

/** The only amount in the API that is a string (SDK: Dispute.amount). */
function amountText(dodo: Dodo, row: DisputeRecord): string {
  if (dodo.switches.get('dispute_amount') === 'minor') return String(row.amount);
  const places = exponent(row.currency);
  return (row.amount / 10 ** places).toFixed(places);
}

function common(dodo: Dodo, row: DisputeRecord) {
  return {
    amount: amountText(dodo, row),
    business_id: BUSINESS_ID,
    created_at: stamp(row.createdMs),
    currency: row.currency,
    dispute_id: row.id,
    dispute_stage: row.stage,
    dispute_status: row.status,
    payment_id: row.paymentId,
    is_resolved_by_rdr: row.byRdr ?? false,
  };
}

/** The short form inside a payment. */
export function embeddedDispute(dodo: Dodo, row: DisputeRecord) {
  return { ...common(dodo, row), remarks: row.remarks } satisfies Required<DodoPayments.Dispute>;
}

export function disputeListWire(dodo: Dodo, row: DisputeRecord) {
  return { ...common(dodo, row), payment_provider: 'dodo' } satisfies Required<DodoPayments.DisputeListResponse>;
}

export function disputeWire(dodo: Dodo, row: DisputeRecord) {
  return {
    ...embeddedDispute(dodo, row),
    brand_id: BRAND_ID,
    customer: limitedCustomer(dodo, row.customerId),
    payment_provider: 'dodo',
    reason: row.reason,
  } satisfies Required<DodoPayments.GetDispute>;
}
