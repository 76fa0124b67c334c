import type { StripeContext } from '../api/context';
import { collect } from '../invoices/collect';
import { methodFor } from '../invoices/payment-method';
import { memoryOf, remember } from './memory';
import { planRetry } from './retries';

/** Runs an automatic retry. A payment method with a hard decline is skipped; a different one is charged. */
export function retryInvoice(ctx: StripeContext, id: string): void {
  const invoice = ctx.tables.invoices.get(id);
  if (invoice?.status !== 'open' || !invoice.auto_advance || !ctx.tables.customers.get(invoice.customer ?? '')) return;
  const memory = remember(ctx, memoryOf(ctx, id), { retries: memoryOf(ctx, id).retries + 1 });
  const method = methodFor(ctx, invoice);
  if (memory.refusedMethod !== null && memory.refusedMethod === (method ?? 'none')) {
    const stillHard = { code: 'authentication_required', message: '' };
    planRetry(ctx, invoice, { error: stillHard, method });
    return;
  }
  collect(ctx, invoice, { offSession: true });
}
