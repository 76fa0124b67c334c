import { z } from 'zod';
import { conflict, refused } from '../api/errors';
import { paymentMethodTypes } from '../api/fields';
import { openLink } from '../checkouts/link';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { cancelPayment } from '../payments/charge';
import { isUnderWay } from '../payments/delayed';
import { subscriptionPayment } from '../payments/record';
import type { SubscriptionRecord } from '../records/subscription';
import type { ChangeResult } from './change-plan';
import { payOwed } from './recover';
import { change, ENDED } from './state';

/** The request body is the content of the SDK's `payment_method` (docs/providers/dodo.md#subscriptions). */
export const updateMethodBody = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('new'),
    return_url: z.url().nullish(),
    allowed_payment_method_types: paymentMethodTypes.nullish(),
  }),
  z.strictObject({ type: z.literal('existing'), payment_method_id: z.string() }),
]);

/**
 * Replaces the card. If an amount is due, this also collects it: immediately with a saved card, on a hosted page with a
 * new one (docs/providers/dodo.md#subscriptions). An earlier page for the same amount becomes void, so that it's paid
 * only once.
 * @throws 422 SUBSCRIPTION_INACTIVE when it has ended; 404 for another customer's card; 409 PREVIOUS_PAYMENT_PENDING
 * while a bank debit of the amount due is processing
 */
export function updateMethod(
  dodo: Dodo,
  row: SubscriptionRecord,
  body: z.output<typeof updateMethodBody>,
): ChangeResult {
  if (ENDED.includes(row.status) || row.status === 'pending')
    throw refused('SUBSCRIPTION_INACTIVE', 'This subscription is not active');
  const earlier = dodo.tables.payments.by('subscription', row.id);
  if (row.owed && earlier.some((payment) => payment.purpose.kind === 'dues' && isUnderWay(payment)))
    throw conflict('PREVIOUS_PAYMENT_PENDING', 'The previous payment of this subscription is still pending');
  for (const payment of earlier) {
    if (payment.purpose.kind === 'dues' || payment.purpose.kind === 'update_method') cancelPayment(dodo, payment.id);
  }
  if (body.type === 'existing') return swapForSaved(dodo, row, body.payment_method_id);
  const { owed } = row;
  const price = owed ?? { lines: [], tax: 0, total: 0 };
  const purpose = owed ? { kind: 'dues' as const, owed } : { kind: 'update_method' as const };
  const payment = subscriptionPayment(dodo, row, price, { purpose });
  const session = openLink(dodo, payment, body.return_url ?? null, {
    allowedMethods: body.allowed_payment_method_types ?? null,
  });
  return { paymentId: payment.id, link: `${dodo.payUrl}/session/${session.id}`, expiresMs: session.expiresMs };
}

function swapForSaved(dodo: Dodo, row: SubscriptionRecord, methodId: string): ChangeResult {
  const method = need(dodo.tables.methods, methodId);
  if (method.customerId !== row.customerId) need(dodo.tables.methods, '');
  const swapped =
    row.methodId === methodId ? row : change(dodo, row, { methodId }, 'subscription.update_payment_method');
  const payment = payOwed(dodo, swapped, 0);
  return { paymentId: payment?.id ?? null, link: null, expiresMs: null };
}
