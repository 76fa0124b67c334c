import { z } from 'zod';
import { badRequest } from '../api/errors';
import { metadata } from '../api/fields';
import type { Dodo } from '../dodo';
import { need } from '../dodo';
import { newId } from '../ids';
import { type Line, sum } from '../money/quote';
import type { PaymentRecord, RefundRecord } from '../records/payment';
import { DAY_MS } from '../time/calendar';
import { planSettlement, settleRefund } from './settle';

export const refundBody = z.strictObject({
  payment_id: z.string(),
  items: z
    .array(
      z.strictObject({
        item_id: z.string(),
        amount: z.number().int().min(0).nullish(),
        tax_inclusive: z.boolean().default(true),
      }),
    )
    .nullish(),
  reason: z.string().max(3000).nullish(),
  metadata: metadata.nullish(),
});

type RefundBody = z.output<typeof refundBody>;
type Parts = RefundRecord['parts'];

/**
 * Refunds the remaining amount of a payment, or some of its items. The amount is reserved immediately, so that two
 * refunds together never exceed the payment. @throws 404; 400 with the codes of
 * docs.dodopayments.com/api-reference/error-codes
 */
export function createRefund(dodo: Dodo, body: RefundBody): RefundRecord {
  const payment = need(dodo.tables.payments, body.payment_id);
  checkPayment(dodo, payment);
  const parts = body.items ? itemParts(payment, body.items) : wholeParts(payment);
  const amount = sum(parts.map((part) => part.amount));
  const left = payment.total - refunded(payment);
  if (amount > left) throw badRequest('REFUND_AMOUNT_EXCEEDS_PAID_AMOUNT', 'The refund exceeds what was paid');
  if (amount <= 0) throw badRequest('NOTHING_TO_REFUND', 'There is nothing to refund');
  const row: RefundRecord = {
    id: newId('ref_'),
    createdMs: dodo.now(),
    paymentId: payment.id,
    customerId: payment.customerId,
    subscriptionIds: payment.subscriptionIds,
    amount,
    currency: payment.currency,
    isPartial: amount < payment.total,
    parts,
    status: 'pending',
    reason: body.reason ?? null,
    metadata: body.metadata ?? {},
  };
  dodo.tables.refunds.put(row.id, row);
  dodo.tables.payments.put(payment.id, withRefunded(payment, parts, 1));
  if (dodo.switches.get('refund_settles') === 'at_once') return settleRefund(dodo, row.id, 'succeeded');
  planSettlement(dodo, row, payment);
  return row;
}

function checkPayment(dodo: Dodo, payment: PaymentRecord): void {
  if (payment.status !== 'succeeded')
    throw badRequest('PAYMENT_NOT_SUCCEEDED', 'Only succeeded payments can be refunded');
  if (payment.total === 0)
    throw badRequest('ZERO_AMOUNT_PAYMENT_REFUND_NOT_ALLOWED', 'A payment of zero cannot be refunded');
  const days = Number(dodo.switches.get('refund_window_days'));
  if (dodo.now() > payment.createdMs + days * DAY_MS)
    throw badRequest('REFUND_WINDOW_EXPIRED', `Payments can only be refunded within ${days} days`);
  const open = dodo.tables.refunds
    .by('payment', payment.id)
    .some((refund) => refund.status === 'pending' || refund.status === 'review');
  if (refunded(payment) >= payment.total) {
    throw open
      ? badRequest('EXISTING_REFUND_REQUEST_PROCESSING', 'A refund of this payment is being processed')
      : badRequest('PAYMENT_ALREADY_REFUNDED', 'This payment was already refunded');
  }
}

function wholeParts(payment: PaymentRecord): Parts {
  return payment.lines.map((line, i) => ({ line: i, amount: refundable(line) })).filter((part) => part.amount > 0);
}

function itemParts(payment: PaymentRecord, items: NonNullable<RefundBody['items']>): Parts {
  if (new Set(items.map((item) => item.item_id)).size < items.length)
    throw badRequest('DUPLICATE_LINE_ITEMS_IN_REQUEST', 'An item is named more than once');
  return items.map((item) => {
    const known = payment.lines.map((line, i) => ({ line, i })).filter(({ line }) => line.itemId === item.item_id);
    const found = known.find(({ line }) => refundable(line) > 0) ?? known[0];
    if (!found) throw badRequest('LINE_ITEM_NOT_FOUND', `Item ${item.item_id} is not part of this payment`);
    return { line: found.i, amount: itemAmount(found.line, item.amount ?? null, item.tax_inclusive) };
  });
}

function itemAmount(line: Line, asked: number | null, taxInclusive: boolean): number {
  if (line.factor !== 1)
    throw badRequest('LINE_ITEM_PRORATED', 'A prorated item can only be refunded with the whole payment');
  const left = refundable(line);
  if (left <= 0) throw badRequest('LINE_ITEM_FULLY_REFUNDED', 'This item was already refunded');
  if (asked === null) return left;
  const tax = taxInclusive || line.amount === 0 ? 0 : Math.round((asked * line.tax) / line.amount);
  if (asked + tax > left)
    throw badRequest('LINE_ITEM_REFUND_AMOUNT_TOO_HIGH', 'The amount exceeds what is left of this item');
  if (asked < 1) throw badRequest('LINE_ITEM_REFUND_AMOUNT_TOO_LOW', 'The amount is too low');
  return asked + tax;
}

function refundable(line: Line): number {
  return line.amount + line.tax - line.refunded;
}

export function refunded(payment: PaymentRecord): number {
  return sum(payment.lines.map((line) => line.refunded));
}

/** The payment with these parts reserved (`sign` 1) or released because the refund failed (-1). */
export function withRefunded(payment: PaymentRecord, parts: Parts, sign: 1 | -1): PaymentRecord {
  const lines = payment.lines.map((line, i) => {
    const moved = sum(parts.filter((part) => part.line === i).map((part) => part.amount));
    return moved === 0 ? line : { ...line, refunded: line.refunded + sign * moved };
  });
  return { ...payment, lines };
}
