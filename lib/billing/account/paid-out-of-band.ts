import { db } from '@/lib/db';
import { purchaseName } from '../catalog/purchase-name';
import type { Mode } from '../types';
import type { PaymentView } from './payments';

/** An invoice that a person marked as paid at the provider: the money came by bank transfer, check or cash. */
export interface PaidOutOfBand {
  readonly invoiceExternalId: string;
  readonly view: PaymentView;
}

/** The newest ones of a user. */
export async function paidOutOfBand(workspaceId: string, mode: Mode, max: number): Promise<PaidOutOfBand[]> {
  const invoices = await db().invoice.findMany({
    where: { workspaceId, mode, status: 'paid', paidOutOfBand: true },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    take: max,
    include: { subscription: { select: { sku: true, quantity: true } } },
  });
  return invoices.map(({ id, provider, externalId, total, currency, createdAt, paidAt, subscription }) => ({
    invoiceExternalId: externalId,
    view: {
      ...{ id, provider, currency, amount: total, status: 'succeeded', paidOutOfBand: true, refunded: 0n },
      description: purchaseName(subscription.sku, subscription.quantity, null),
      createdAt: paidAt ?? createdAt,
      ...{ cardBrand: null, cardLast4: null, refundable: false, refundPage: false },
    },
  }));
}
