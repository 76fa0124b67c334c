import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { tellInvoice } from './listeners';

/** Schedules the due date of an invoice that was sent. */
export function planDueDate(ctx: StripeContext, open: InvoiceRecord): void {
  if (open.due_date === null || open.status !== 'open') return;
  ctx.world.clocks.schedule({
    at: open.due_date,
    kind: 'stripe.invoice.due',
    key: `stripe.invoice.due:${open.id}`,
    data: { id: open.id },
    clock: ctx.clockOf(open.customer),
  });
}

/** Not paid by the due date: `invoice.overdue`, and its subscription becomes past due. */
export function startDueDates(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.invoice.due', ({ id }: { id: string }) => {
    const invoice = ctx.tables.invoices.get(id);
    if (invoice?.status !== 'open') return;
    ctx.emit('invoice.overdue', invoice);
    tellInvoice(ctx, 'failed', invoice);
  });
}
