import { id as randomId } from '../../engine/random';
import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { embeddedList } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import type { ParamsOf } from '../api/params';
import type { CreditNoteRecord, InvoiceRecord } from '../billing-tables';
import { netOf } from '../invoices/line';
import { share } from '../proration/amounts';
import type { creditNoteFields } from './fields';

export type CreditNoteParams = ParamsOf<typeof creditNoteFields>;
type LineRecord = CreditNoteRecord['lines']['data'][number];

/** How a credit note is paid out: refund, customer balance, or outside Stripe. Minor units. */
export interface Division {
  pre: number;
  refund: number;
  credit: number;
  elsewhere: number;
}

function lineOf(
  invoice: InvoiceRecord,
  requested: NonNullable<CreditNoteParams['lines']>[number],
  index: number,
): LineRecord {
  const known = invoice.lines.data.find(({ id }) => id === requested.invoice_line_item);
  if (requested.type === 'invoice_line_item' && !known) {
    throw invalidRequest(`No such invoice line item: '${requested.invoice_line_item}'`, {
      code: 'resource_missing',
      param: `lines[${index}][invoice_line_item]`,
    });
  }
  const quantity = requested.quantity ?? (requested.amount === undefined ? (known?.quantity ?? 1) : null);
  const whole = known ? netOf(known) : 0;
  const amount =
    requested.amount ??
    (known ? share(whole, quantity ?? 1, known.quantity ?? 1) : (requested.unit_amount ?? 0) * (quantity ?? 1));
  return line(amount, requested.description ?? known?.description ?? null, quantity, known?.id, requested.type);
}

function line(
  amount: number,
  description: string | null,
  quantity: number | null,
  of: string | undefined,
  type: LineRecord['type'],
): LineRecord {
  return {
    id: randomId('cnli_1', 23),
    object: 'credit_note_line_item',
    amount,
    description,
    discount_amount: 0,
    discount_amounts: [],
    ...(of ? { invoice_line_item: of } : {}),
    livemode: false,
    metadata: {},
    pretax_credit_amounts: [],
    quantity,
    tax_rates: [],
    taxes: [],
    type,
    unit_amount: null,
    unit_amount_decimal: null,
  };
}

/** Total of an invoice's credit notes. */
const credited = (invoice: InvoiceRecord): number =>
  invoice.pre_payment_credit_notes_amount + invoice.post_payment_credit_notes_amount;

/**
 * A credit note and how it is paid out. Stores nothing.
 * @throws 400 for an invoice that isn't finalized, more than the remaining amount, or parts that don't add up
 */
export function composeCreditNote(
  ctx: StripeContext,
  invoice: InvoiceRecord,
  params: CreditNoteParams,
): { note: CreditNoteRecord; division: Division } {
  if (invoice.status !== 'open' && invoice.status !== 'paid') {
    throw invalidRequest('Credit notes can only be created for open or paid invoices.', { param: 'invoice' });
  }
  const lines = params.lines?.length
    ? params.lines.map((requested, index) => lineOf(invoice, requested, index))
    : [line(params.amount ?? 0, 'Credit', 1, undefined, 'custom_line_item')];
  const total = lines.reduce((sum, it) => sum + it.amount, 0);
  if (total <= 0) throw invalidRequest('The credit note’s amount must be greater than zero.', { param: 'amount' });
  if (total > invoice.total - credited(invoice)) {
    throw invalidRequest('The sum of credit amounts cannot be greater than the amount left on the invoice.', {
      param: 'amount',
    });
  }
  const division = divide(invoice, params, total);
  const id = newId('credit_note');
  const now = ctx.now(invoice.customer);
  const count = ctx.tables.creditNotes.by('invoice', invoice.id).length + 1;
  const post = division.refund + division.credit + division.elsewhere;
  const note: CreditNoteRecord = {
    id,
    object: 'credit_note',
    amount: total,
    amount_shipping: 0,
    created: now,
    currency: invoice.currency,
    customer: invoice.customer ?? '',
    customer_account: null,
    customer_balance_transaction: null,
    discount_amount: 0,
    discount_amounts: [],
    effective_at: params.effective_at ?? now,
    invoice: invoice.id,
    lines: embeddedList(lines, `/v1/credit_notes/${id}/lines`),
    livemode: false,
    memo: params.memo ?? null,
    metadata: mergeMetadata(null, params.metadata),
    number: `${invoice.number}-CN-${String(count).padStart(2, '0')}`,
    out_of_band_amount: division.elsewhere || null,
    pdf: `${ctx.world.config.url}/pay/stripe/invoice/${invoice.id}/pdf`,
    post_payment_amount: post,
    pre_payment_amount: division.pre,
    pretax_credit_amounts: [],
    reason: params.reason ?? null,
    refunds: [],
    shipping_cost: null,
    status: 'issued',
    subtotal: total,
    subtotal_excluding_tax: total,
    total,
    total_excluding_tax: total,
    total_taxes: [],
    type: division.pre === 0 ? 'post_payment' : post === 0 ? 'pre_payment' : 'mixed',
    voided_at: null,
  };
  return { note, division };
}

function divide(invoice: InvoiceRecord, params: CreditNoteParams, total: number): Division {
  const pre = Math.min(total, invoice.status === 'open' ? invoice.amount_remaining : 0);
  const given = (params.refunds ?? []).reduce((sum, it) => sum + (it.amount_refunded ?? 0), 0);
  const refund = (params.refund_amount ?? 0) + given;
  const { credit_amount: credit = 0, out_of_band_amount: elsewhere = 0 } = params;
  if (pre + refund + credit + elsewhere !== total) {
    throw invalidRequest(
      'The sum of credit_amount, refund_amount and out_of_band_amount must equal the part of the credit note that was already paid.',
      { param: 'amount' },
    );
  }
  return { pre, refund, credit, elsewhere };
}
