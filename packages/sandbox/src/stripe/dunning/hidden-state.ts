import type { StripeContext } from '../api/context';
import type { HiddenInvoice } from '../billing-tables';

/** Hidden state of an invoice's payment attempts. */
export function hiddenInvoice(ctx: StripeContext, invoice: string): HiddenInvoice {
  return (
    ctx.tables.hiddenInvoices.get(invoice) ?? { id: invoice, firstFailedAt: null, retries: 0, refusedMethod: null }
  );
}

export function updateHiddenInvoice(
  ctx: StripeContext,
  hidden: HiddenInvoice,
  change: Partial<HiddenInvoice>,
): HiddenInvoice {
  return ctx.tables.hiddenInvoices.put(hidden.id, { ...hidden, ...change });
}
