import type { StripeContext } from '../api/context';
import { collect } from '../invoices/collect';
import { methodFor } from '../invoices/payment-method';
import { hiddenInvoice, updateHiddenInvoice } from './hidden-state';
import { planRetry } from './retries';

/** Runs an automatic retry. A payment method with a hard decline is skipped; a different one is charged. */
export function retryInvoice(ctx: StripeContext, id: string): void {
  const invoice = ctx.tables.invoices.get(id);
  if (invoice?.status !== 'open' || !invoice.auto_advance || !ctx.tables.customers.get(invoice.customer ?? '')) return;
  const hidden = updateHiddenInvoice(ctx, hiddenInvoice(ctx, id), { retries: hiddenInvoice(ctx, id).retries + 1 });
  const method = methodFor(ctx, invoice);
  if (hidden.refusedMethod !== null && hidden.refusedMethod === (method ?? 'none')) {
    const stillHard = { code: 'authentication_required', message: '' };
    planRetry(ctx, invoice, { error: stillHard, method });
    return;
  }
  collect(ctx, invoice, { offSession: true });
}
