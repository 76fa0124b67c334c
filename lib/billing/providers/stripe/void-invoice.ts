import type Stripe from 'stripe';
import { ProviderRefused } from '../errors';
import { acting, reading } from './errors';

/** Makes an unpaid invoice worth nothing, so that its link takes no money any more. One that is void already is as good. */
export async function voidInvoice(stripe: Stripe, invoiceId: string, operationId: string): Promise<void> {
  try {
    await acting(() => stripe.invoices.voidInvoice(invoiceId, {}, { idempotencyKey: operationId }));
  } catch (error) {
    if (!(error instanceof ProviderRefused)) throw error;
    const { status } = await reading(() => stripe.invoices.retrieve(invoiceId));
    if (status !== 'void') throw error;
  }
}
