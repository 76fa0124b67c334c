import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { acting, reading } from './errors';

/** Voids an unpaid invoice so that its link can no longer be paid. If it's already void, that counts as done. */
export async function voidInvoice(stripe: Stripe, invoiceId: string, operationId: string): Promise<void> {
  try {
    await acting(() => stripe.invoices.voidInvoice(invoiceId, {}, { idempotencyKey: operationId }));
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    const { status } = await reading(() => stripe.invoices.retrieve(invoiceId));
    if (status !== 'void') throw error;
  }
}
