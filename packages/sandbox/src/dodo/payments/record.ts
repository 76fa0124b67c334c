import type { Dodo } from '../dodo';
import { newId } from '../ids';
import type { Quote } from '../money/quote';
import type { PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';

type Given = Pick<PaymentRecord, 'customerId' | 'billing' | 'currency' | 'metadata' | 'purpose'> &
  Partial<PaymentRecord>;

/** A new unpaid payment. Not stored: the caller saves it with `put`. */
export function newPayment(dodo: Dodo, price: Pick<Quote, 'lines' | 'tax' | 'total'>, given: Given): PaymentRecord {
  return {
    id: newId('pay_'),
    createdMs: dodo.now(),
    updatedMs: dodo.now(),
    status: 'requires_payment_method',
    lines: price.lines,
    tax: price.tax,
    total: price.total,
    subscriptionIds: [],
    productCart: null,
    discountIds: [],
    retryAttempt: 0,
    methodId: null,
    card: null,
    errorCode: null,
    errorMessage: null,
    invoiceId: null,
    sessionId: null,
    link: null,
    customFields: null,
    taxId: null,
    businessName: null,
    ...given,
  };
}

/** A payment for one subscription. It inherits the subscription's metadata (docs/providers/dodo.md#subscriptions). */
export function subscriptionPayment(
  dodo: Dodo,
  row: SubscriptionRecord,
  price: Pick<Quote, 'lines' | 'tax' | 'total'>,
  given: Pick<PaymentRecord, 'purpose'> & Partial<PaymentRecord>,
): PaymentRecord {
  return newPayment(dodo, price, {
    customerId: row.customerId,
    billing: row.billing,
    currency: row.currency,
    metadata: row.metadata,
    subscriptionIds: [row.id],
    taxId: row.taxId,
    businessName: row.businessName,
    ...given,
  });
}
