import type { StripeContext } from '../api/context';
import type { InvoiceRecord } from '../billing-tables';
import { retryKey } from '../dunning/retries';
import { collect } from './collect';

const HOUR = 3600;

/** An invoice that was finalized by API with auto-advance is charged an hour later. Returns the updated invoice. */
export function planCharge(ctx: StripeContext, open: InvoiceRecord): InvoiceRecord {
  if (open.collection_method !== 'charge_automatically') return open;
  const at = open.auto_advance ? ctx.now(open.customer) + HOUR : null;
  if (at !== null) {
    // Uses the key of retries: whatever stops the retries stops this too.
    const clock = ctx.clockOf(open.customer);
    ctx.world.clocks.schedule({
      at,
      kind: 'stripe.invoice.charge',
      key: retryKey(open.id),
      data: { id: open.id },
      clock,
    });
  }
  return ctx.tables.invoices.put(open.id, { ...open, next_payment_attempt: at });
}

export function startLaterCharges(ctx: StripeContext): void {
  ctx.world.clocks.on('stripe.invoice.charge', ({ id }: { id: string }) => {
    const invoice = ctx.tables.invoices.get(id);
    if (invoice?.status !== 'open' || !invoice.auto_advance || !ctx.tables.customers.get(invoice.customer ?? ''))
      return;
    collect(ctx, invoice, { offSession: true });
  });
}
