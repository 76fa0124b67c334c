import { p, required } from '../api/params';
import { unsupported } from '../subscriptions/unsupported';

export const creditNoteFields = {
  amount: p.integer({ min: 0 }),
  credit_amount: p.integer({ min: 0 }),
  effective_at: p.timestamp(),
  email_type: p.enumOf('credit_note', 'none'),
  invoice: required(p.string()),
  lines: p.array(
    p.object({
      amount: p.integer({ min: 0 }),
      description: p.string(),
      invoice_line_item: p.string(),
      metadata: p.metadata(),
      quantity: p.integer({ min: 1 }),
      tax_amounts: unsupported(),
      tax_rates: unsupported(),
      type: required(p.enumOf('custom_line_item', 'invoice_line_item')),
      unit_amount: p.integer({ min: 0 }),
      unit_amount_decimal: p.decimal({ min: 0 }),
    }),
  ),
  memo: p.string({ max: 5000 }),
  metadata: p.metadata(),
  out_of_band_amount: p.integer({ min: 0 }),
  reason: p.enumOf('duplicate', 'fraudulent', 'order_change', 'product_unsatisfactory'),
  refund_amount: p.integer({ min: 0 }),
  refunds: p.array(
    p.object({
      amount_refunded: p.integer({ min: 1 }),
      payment_record_refund: unsupported(),
      refund: p.string(),
      type: p.enumOf('payment_record_refund', 'refund'),
    }),
  ),
  shipping_cost: unsupported(),
};
