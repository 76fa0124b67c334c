import type { DelinquencyCase, Invoice, Subscription } from '@/lib/generated/prisma/client';
import type { LedgerContext } from './context';
import { storedLines } from './invoice';

/**
 * Whether money arrived for what was owed. Its invoice or a newer one for the subscription's time was paid, in whatever
 * way; a voided, uncollectible, or credited one wasn't. Where no invoice names the debt (Dodo), any payment of the
 * subscription since the debt counts.
 */
export async function wasPaid(
  context: LedgerContext,
  { openedAt }: DelinquencyCase,
  { id, debtInvoiceId }: Pick<Subscription, 'id' | 'debtInvoiceId'>,
): Promise<boolean> {
  const { tx, provider, mode } = context;
  if (debtInvoiceId === null) return hasPayment(context, id, { paidAt: { gte: openedAt } });
  const key = { provider, mode, externalId: debtInvoiceId };
  const owed = await tx.invoice.findUnique({ where: { provider_mode_externalId: key }, select: { createdAt: true } });
  const paid = await tx.invoice.findMany({
    where: { subscriptionId: id, status: 'paid', createdAt: { gte: owed?.createdAt ?? openedAt } },
  });
  const forTime = paid.filter(isForTime);
  if (forTime.some(({ paidOutOfBand }) => paidOutOfBand)) return true;
  return hasPayment(context, id, { invoiceExternalId: { in: forTime.map(({ externalId }) => externalId) } });
}

/**
 * Whether the invoice that was owed is still open in the ledger. The answers of one look may be from before and after a
 * payment; its own webhook follows.
 */
export async function isStillOpen(
  { tx, provider, mode }: LedgerContext,
  { debtInvoiceId: externalId }: Pick<Subscription, 'debtInvoiceId'>,
): Promise<boolean> {
  return externalId !== null && (await tx.invoice.count({ where: { provider, mode, externalId, status: 'open' } })) > 0;
}

function isForTime({ lines }: Invoice): boolean {
  return storedLines(lines).some(({ kind }) => kind !== 'one_time');
}

async function hasPayment(
  { tx }: LedgerContext,
  subscriptionId: string,
  which: { paidAt: { gte: Date } } | { invoiceExternalId: { in: string[] } },
): Promise<boolean> {
  return (await tx.payment.count({ where: { subscriptionId, status: 'succeeded', amount: { gt: 0 }, ...which } })) > 0;
}
