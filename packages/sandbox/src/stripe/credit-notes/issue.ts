import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { ChargeRecord } from '../api/tables';
import type { CreditNoteRecord, InvoiceRecord } from '../billing-tables';
import { changeBalance } from '../customers/balance';
import { markPaid } from '../invoices/paid';
import { refundCharge } from '../refunds/issue';
import { type CreditNoteParams, composeCreditNote, type Division } from './compose';

/**
 * `POST /v1/credit_notes`: reduces the amount due of an open invoice, pays back a paid one. Emits
 * `credit_note.created`.
 */
export function issueCreditNote(ctx: StripeContext, params: CreditNoteParams): CreditNoteRecord {
  const invoice = ctx.need(ctx.tables.invoices, 'invoice', params.invoice, 'invoice');
  const { note, division } = composeCreditNote(ctx, invoice, params);
  const refunds = giveBack(ctx, invoice, params, division);
  const transaction = division.credit > 0 ? toBalance(ctx, invoice, note, division.credit) : null;
  const issued = ctx.tables.creditNotes.put(note.id, { ...note, refunds, customer_balance_transaction: transaction });
  ctx.emit('credit_note.created', issued);
  reduceInvoice(ctx, invoice, issued, division);
  return issued;
}

function reduceInvoice(ctx: StripeContext, invoice: InvoiceRecord, note: CreditNoteRecord, division: Division): void {
  const patch = {
    amount_due: invoice.amount_due - division.pre,
    amount_remaining: invoice.amount_remaining - division.pre,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount + division.pre,
    post_payment_credit_notes_amount: invoice.post_payment_credit_notes_amount + note.post_payment_amount,
  };
  const reduced = ctx.update(ctx.tables.invoices, invoice, patch, 'invoice.updated');
  if (reduced.status === 'open' && reduced.amount_remaining === 0) markPaid(ctx, reduced);
}

function chargeOf(ctx: StripeContext, invoice: InvoiceRecord): ChargeRecord | undefined {
  const payment = ctx.tables.invoicePayments.by('invoice', invoice.id).find(({ status }) => status === 'paid');
  const intent = ctx.tables.paymentIntents.get(payment?.payment.payment_intent ?? '');
  return ctx.tables.charges.get(intent?.latest_charge ?? '');
}

function giveBack(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  params: CreditNoteParams,
  division: Division,
): CreditNoteRecord['refunds'] {
  const known = (params.refunds ?? []).map((it, index) => {
    const refund = ctx.need(ctx.tables.refunds, 'refund', it.refund ?? '', `refunds[${index}][refund]`);
    const amount_refunded = it.amount_refunded ?? refund.amount;
    return { amount_refunded, payment_record_refund: null, refund: refund.id, type: 'refund' as const };
  });
  const fresh = params.refund_amount ?? 0;
  if (fresh === 0 || division.refund === 0) return known;
  const charge = chargeOf(ctx, invoice);
  if (!charge) throw invalidRequest('This invoice has no charge that could be refunded.', { param: 'refund_amount' });
  const refund = refundCharge(ctx, charge, { amount: fresh });
  return [
    ...known,
    { amount_refunded: fresh, payment_record_refund: null, refund: refund.id, type: 'refund' as const },
  ];
}

function toBalance(ctx: StripeContext, invoice: InvoiceRecord, note: CreditNoteRecord, amount: number): string {
  const customer = ctx.need(ctx.tables.customers, 'customer', invoice.customer ?? '', 'invoice');
  const { currency } = invoice;
  const change = {
    customer,
    amount: -amount,
    currency,
    type: 'credit_note' as const,
    creditNote: note.id,
    invoice: invoice.id,
  };
  return changeBalance(ctx, change).transaction.id;
}

/** `POST /v1/credit_notes/:id/void`: only before anything was paid back. @throws 400 otherwise */
export function voidCreditNote(ctx: StripeContext, note: CreditNoteRecord): CreditNoteRecord {
  const invoice = ctx.need(ctx.tables.invoices, 'invoice', note.invoice);
  if (note.status !== 'issued' || note.type !== 'pre_payment' || invoice.status !== 'open') {
    throw invalidRequest('You can only void a credit note of an open invoice.');
  }
  const patch = {
    amount_due: invoice.amount_due + note.pre_payment_amount,
    amount_remaining: invoice.amount_remaining + note.pre_payment_amount,
    pre_payment_credit_notes_amount: invoice.pre_payment_credit_notes_amount - note.pre_payment_amount,
  };
  ctx.update(ctx.tables.invoices, invoice, patch, 'invoice.updated');
  const voided = ctx.tables.creditNotes.put(note.id, { ...note, status: 'void', voided_at: ctx.now(note.customer) });
  ctx.emit('credit_note.voided', voided);
  return voided;
}
