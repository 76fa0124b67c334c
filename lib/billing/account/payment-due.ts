import { db } from '@/lib/db';
import type { Subscription } from '@/lib/generated/prisma/client';
import { isOwing } from '../types';

/** What a customer has to pay, or will have to, without being charged automatically. */
export interface PaymentDue {
  readonly invoiceExternalId: string | null;
  /** Minor units left to pay. */
  readonly amount: bigint;
  readonly dueAt: Date | null;
  readonly overdue: boolean;
  /** `confirm`: the bank asks the customer; `invoice`: they pay an invoice themselves; `card`: a new card is charged. */
  readonly how: 'confirm' | 'invoice' | 'card';
  /** Whether the provider's invoice page is where to pay. Charging the card again would be declined again. */
  readonly onInvoicePage: boolean;
}

type Held = Pick<
  Subscription,
  'id' | 'status' | 'collection' | 'amount' | 'pastDueSince' | 'debtInvoiceId' | 'debtAmount'
>;

/** The unpaid renewal of a subscription, or its open invoice; null when neither exists. Reads the ledger only. */
export async function paymentDue(held: Held): Promise<PaymentDue | null> {
  const owing = isOwing(held.status);
  const byInvoice = held.collection === 'invoice';
  if (!owing && !byInvoice) return null;
  const [open, asked, latest] = await Promise.all([
    db().invoice.findFirst({
      where: {
        ...{ subscriptionId: held.id, status: 'open', amountDue: { gt: 0 } },
        ...(held.debtInvoiceId === null ? {} : { externalId: held.debtInvoiceId }),
      },
      orderBy: { createdAt: 'asc' },
      select: { externalId: true, amountDue: true, dueAt: true },
    }),
    db().delinquencyCase.count({ where: { subscriptionId: held.id, state: 'open', declineClass: 'action' } }),
    db().payment.findFirst({
      where: { subscriptionId: held.id },
      orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      select: { amount: true, status: true },
    }),
  ]);
  if (!owing && open === null) return null;
  const failed = latest === null || latest.status === 'succeeded' ? null : latest.amount;
  const how = byInvoice ? 'invoice' : asked > 0 ? 'confirm' : 'card';
  return {
    invoiceExternalId: held.debtInvoiceId ?? open?.externalId ?? null,
    // A later invoice that isn't due yet may be open as well.
    amount: (byInvoice ? open?.amountDue : null) ?? held.debtAmount ?? open?.amountDue ?? failed ?? held.amount,
    dueAt: open?.dueAt ?? held.pastDueSince,
    overdue: owing,
    how,
    onInvoicePage: how !== 'card',
  };
}
