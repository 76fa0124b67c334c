import type { StripeContext } from '../api/context';
import type { InvoiceMemory } from '../billing-tables';

/** Hidden state of an invoice's payment attempts. */
export function memoryOf(ctx: StripeContext, invoice: string): InvoiceMemory {
  return ctx.tables.invoiceMemory.get(invoice) ?? { id: invoice, firstFailedAt: null, retries: 0, refusedMethod: null };
}

export function remember(ctx: StripeContext, memory: InvoiceMemory, change: Partial<InvoiceMemory>): InvoiceMemory {
  return ctx.tables.invoiceMemory.put(memory.id, { ...memory, ...change });
}
