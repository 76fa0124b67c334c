import type DodoPayments from 'dodopayments';
import { BRAND_ID, BUSINESS_ID } from '../business';
import { limitedCustomer } from '../customers/wire';
import { discountDetails } from '../discounts/wire';
import { embeddedDispute } from '../disputes/wire';
import type { Dodo } from '../dodo';
import { convert, SETTLEMENT_CURRENCY } from '../money/currency';
import { sum } from '../money/quote';
import type { PaymentRecord } from '../records/payment';
import { refundListWire } from '../refunds/wire';
import { stamp } from '../time/stamp';
import { methodNames } from './delayed';

/** Fields of both the list and the single payment. */
function common(dodo: Dodo, row: PaymentRecord) {
  const [only, ...more] = row.subscriptionIds;
  return {
    brand_id: BRAND_ID,
    created_at: stamp(row.createdMs),
    currency: row.currency,
    customer: limitedCustomer(dodo, row.customerId),
    digital_products_delivered: false,
    is_multi_subscription: more.length > 0,
    metadata: row.metadata,
    payment_id: row.id,
    payment_provider: 'dodo' as const,
    subscription_ids: row.subscriptionIds,
    total_amount: row.total,
    card_last_four: row.card?.last4 ?? null,
    card_network: row.card?.brand.toUpperCase() ?? null,
    invoice_id: row.invoiceId,
    invoice_url: row.invoiceId === null ? null : `${dodo.apiUrl}/invoices/payments/${row.id}`,
    ...methodNames(row.card),
    refund_status: refundStatus(dodo, row),
    status: row.status,
    subscription_id: more.length > 0 ? null : (only ?? null),
  };
}

export function paymentWire(dodo: Dodo, row: PaymentRecord) {
  const { tables } = dodo;
  const settlement = settled(row);
  return {
    ...common(dodo, row),
    ...settlement,
    billing: row.billing,
    business_id: BUSINESS_ID,
    disputes: tables.disputes.by('payment', row.id).map((dispute) => embeddedDispute(dodo, dispute)),
    is_update_payment_method: row.purpose.kind === 'update_method',
    refunds: tables.refunds.by('payment', row.id).map(refundListWire),
    retry_attempt: row.retryAttempt,
    card_holder_name: row.card?.holder ?? null,
    card_issuing_country: row.card?.country ?? null,
    card_type: row.card?.funding.toUpperCase() ?? null,
    checkout_session_id: row.sessionId,
    custom_field_responses: row.customFields,
    discount_id: row.discountIds[0] ?? null,
    discounts: discountDetails(
      dodo,
      row.discountIds.map((discountId, position) => ({ discountId, position, cyclesRemaining: null })),
    ),
    error_code: row.errorCode,
    error_message: row.errorMessage,
    payment_link: row.link,
    payment_method_id: row.methodId,
    product_cart: row.productCart,
    tax: row.tax,
    updated_at: stamp(row.updatedMs),
  } satisfies Required<DodoPayments.Payment>;
}

export function paymentListWire(dodo: Dodo, row: PaymentRecord) {
  return {
    ...common(dodo, row),
    has_license_key: dodo.tables.licenseKeys.by('payment', row.id).length > 0,
    dispute_status: dodo.tables.disputes.by('payment', row.id)[0]?.status ?? null,
  } satisfies Required<DodoPayments.PaymentListResponse>;
}

/**
 * `amount` is before tax: over all lines, `amount + tax` is the payment's total. Prorated lines can only be refunded in
 * full.
 */
export function lineItemsWire(row: PaymentRecord) {
  return {
    currency: row.currency,
    items: row.lines.map((line) => ({
      amount: line.amount,
      items_id: line.itemId,
      refundable_amount: row.status === 'succeeded' ? line.amount + line.tax - line.refunded : 0,
      tax: line.tax,
      description: line.description,
      name: line.name,
    })),
  } satisfies DodoPayments.PaymentRetrieveLineItemsResponse;
}

/** Total of all successful refunds. */
export function refundedAmount(dodo: Dodo, paymentId: string): number {
  const refunds = dodo.tables.refunds.by('payment', paymentId);
  return sum(refunds.map((refund) => (refund.status === 'succeeded' ? refund.amount : 0)));
}

function refundStatus(dodo: Dodo, row: PaymentRecord): 'partial' | 'full' | null {
  const refunded = refundedAmount(dodo, row.id);
  if (refunded === 0) return null;
  return refunded >= row.total ? 'full' : 'partial';
}

function settled(row: PaymentRecord) {
  const amount = convert(row.total, row.currency, SETTLEMENT_CURRENCY);
  const tax = convert(row.tax, row.currency, SETTLEMENT_CURRENCY);
  if (amount === null || tax === null) {
    return { settlement_amount: row.total, settlement_currency: row.currency, settlement_tax: row.tax };
  }
  return { settlement_amount: amount, settlement_currency: SETTLEMENT_CURRENCY, settlement_tax: tax };
}
