import { db } from '@/lib/db';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import type { Subscription } from '@/lib/generated/prisma/client';
import { log } from '@/lib/log';
import { driver } from '../providers';
import type { Provider } from '../types';
import { awaitedInvoice } from './awaited-confirmation';
import { paymentDue } from './payment-due';

/**
 * The provider's page where a customer confirms or pays what is open: a change that their bank asks about, the renewal
 * they owe, or an invoice that isn't due yet. Null when nothing is open, or when only a new payment method helps. Its
 * address is requested when needed and never stored. Throws billing/provider-unavailable (503).
 */
export async function payPage(workspaceId: string): Promise<string | null> {
  const { mode } = env().payments;
  const held = await db().subscription.findFirst({ where: { workspaceId, mode, isCurrent: true } });
  if (held === null) return null;
  const invoice = (await awaitedInvoice(held)) ?? (await invoiceDue(held));
  return invoice === null ? null : invoicePageOf(held.provider, invoice);
}

async function invoiceDue(held: Subscription): Promise<string | null> {
  const due = await paymentDue(held);
  return due?.onInvoicePage ? due.invoiceExternalId : null;
}

async function invoicePageOf(provider: Provider, invoiceExternalId: string): Promise<string | null> {
  try {
    return await driver(provider).invoicePage(invoiceExternalId);
  } catch (error) {
    log().error({ err: error, provider }, 'invoice page not fetched');
    throw appError('billing/provider-unavailable');
  }
}
