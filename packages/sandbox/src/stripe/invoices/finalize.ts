import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { CustomerRecord } from '../api/tables';
import type { InvoiceRecord } from '../billing-tables';
import { changeBalance } from '../customers/balance';
import { settleWithBalance } from './balance';
import { markPaid } from './paid';

/**
 * Finalizes a draft: assigns its number, uses the customer's balance and opens it. If nothing is due, it is paid
 * immediately. Emits `invoice.finalized`. Charges nothing. Without `balance`, the customer's balance isn't used.
 * @throws 400 when the invoice isn't a draft
 */
export function finalizeInvoice(ctx: StripeContext, draft: InvoiceRecord, use = { balance: true }): InvoiceRecord {
  if (draft.status !== 'draft') {
    throw invalidRequest('This invoice is already finalized, you can’t re-finalize a non-draft invoice.', {
      code: 'invoice_not_editable',
    });
  }
  const customer = ctx.need(ctx.tables.customers, 'customer', draft.customer ?? '', 'customer');
  const { starting, ending, due } = settleWithBalance(draft.total, use.balance ? customer : undefined, draft.currency);
  ctx.world.clocks.cancel(finalizeKey(draft.id));
  const now = ctx.now(customer.id);
  const open: InvoiceRecord = {
    ...draft,
    amount_due: due,
    amount_remaining: due,
    automatically_finalizes_at: null,
    effective_at: draft.effective_at ?? now,
    ending_balance: ending,
    number: takeNumber(ctx, customer),
    starting_balance: starting,
    status: 'open',
    status_transitions: { ...draft.status_transitions, finalized_at: now },
  };
  ctx.tables.invoices.put(open.id, open);
  if (ending !== starting) {
    const { amount, type } = {
      amount: ending - starting,
      type: due === 0 && draft.total > 0 && ending > 0 ? 'invoice_too_small' : 'applied_to_invoice',
    };
    const current = ctx.need(ctx.tables.customers, 'customer', customer.id);
    changeBalance(ctx, { customer: current, amount, currency: draft.currency, type, invoice: open.id });
  }
  ctx.emit('invoice.finalized', open);
  return due === 0 ? markPaid(ctx, open) : open;
}

export const finalizeKey = (id: string): string => `stripe.invoice.finalize:${id}`;

/** `O6OJNDPS-0001`. Incrementing the sequence doesn't emit `customer.updated`. */
function takeNumber(ctx: StripeContext, customer: CustomerRecord): string {
  const sequence = customer.next_invoice_sequence ?? 1;
  ctx.tables.customers.put(customer.id, { ...customer, next_invoice_sequence: sequence + 1 });
  return `${customer.invoice_prefix}-${String(sequence).padStart(4, '0')}`;
}
