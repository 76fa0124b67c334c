import { z } from 'zod';
import { unsupported } from '../api/body';
import { conflict, refused } from '../api/errors';
import { currency, metadata } from '../api/fields';
import { checkMinimum } from '../checkouts/order';
import type { Dodo } from '../dodo';
import { quote } from '../money/quote';
import type { PaymentRecord } from '../records/payment';
import type { SubscriptionRecord } from '../records/subscription';
import { planItems } from './price';
import { collect } from './renew';
import { change } from './state';

export const chargeBody = z.strictObject({
  product_price: z.number().int().min(0),
  product_currency: currency.nullish(),
  product_description: z.string().nullish(),
  metadata: metadata.nullish(),
  adaptive_currency_fees_inclusive: unsupported(),
  customer_balance_config: unsupported(),
});

/**
 * Charges an on-demand subscription any amount. A decline only creates a failed payment: the documentation doesn't say
 * that the subscription is put on hold.
 * @throws 422 SUBSCRIPTION_NOT_ON_DEMAND, SUBSCRIPTION_INACTIVE, CHARGE_NOT_ALLOWED_FOR_SCHEDULED_CANCELLATION,
 * UNSUPPORTED_CURRENCY; 409 PREVIOUS_PAYMENT_PENDING
 */
export function chargeOnDemand(dodo: Dodo, row: SubscriptionRecord, body: z.output<typeof chargeBody>): PaymentRecord {
  if (!row.onDemand) throw refused('SUBSCRIPTION_NOT_ON_DEMAND', 'This subscription is not an on-demand subscription');
  if (row.status !== 'active') throw refused('SUBSCRIPTION_INACTIVE', 'This subscription is not active');
  if (row.cancelAtNext)
    throw refused(
      'CHARGE_NOT_ALLOWED_FOR_SCHEDULED_CANCELLATION',
      'This subscription is to be cancelled at its next billing date',
    );
  if (body.product_currency && body.product_currency !== row.currency)
    throw refused('UNSUPPORTED_CURRENCY', `This subscription is charged in ${row.currency}`);
  const [latest] = dodo.tables.payments.by('subscription', row.id);
  if (latest?.status === 'processing')
    throw conflict('PREVIOUS_PAYMENT_PENDING', 'The previous payment of this subscription is still pending');
  const [product] = planItems(dodo, row.plan, row);
  const price = quote(
    product
      ? [
          {
            ...product,
            quantity: 1,
            unitPrice: body.product_price,
            description: body.product_description ?? product.description,
          },
        ]
      : [],
  );
  checkMinimum(price.total, row.currency);
  const result = collect(dodo, row, price, {
    purpose: { kind: 'on_demand' },
    metadata: body.metadata ?? row.metadata,
  });
  if (result.outcome === 'succeeded') {
    dodo.emit('payment.succeeded', result.payment.id);
    change(dodo, dodo.tables.subscriptions.get(row.id) ?? row, {}, 'subscription.renewed');
  } else if (result.outcome !== 'processing') dodo.emit('payment.failed', result.payment.id);
  return result.payment;
}
