import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { log } from '@/lib/log';
import { driver } from '../providers';
import type { InvoiceDocument } from '../providers/requests';
import type { Provider } from '../types';

/**
 * The invoice or receipt of a customer's own payment, fetched now. Raises not-found (404) for someone else's payment
 * and for one without a document, billing/provider-unavailable (503).
 */
export async function invoiceOf(workspaceId: string, paymentId: string): Promise<InvoiceDocument> {
  const { mode } = env().payments;
  const payment = await db().payment.findFirst({
    where: { id: paymentId, workspaceId, mode },
    select: { provider: true, externalId: true },
  });
  if (payment === null) throw appError('not-found', { target: paymentId });
  const found = await fetchInvoice(payment);
  if (found === null) throw appError('not-found', { message: 'There’s no invoice for this payment yet.' });
  return found;
}

async function fetchInvoice({ provider, externalId }: { provider: Provider; externalId: string }) {
  try {
    return await driver(provider).invoiceDocument(externalId);
  } catch (error) {
    log().error({ err: error, provider }, 'invoice not fetched');
    throw appError('billing/provider-unavailable');
  }
}
