import type { LedgerContext } from './context';

/** The provider no longer has the customer: the row is kept but retired, and the next checkout creates a new one. */
export async function retireCustomer({ tx, provider, mode, ticket }: LedgerContext, externalId: string): Promise<void> {
  await tx.customer.updateMany({
    where: { provider, mode, externalId, retiredAt: null, ticket: { lt: ticket } },
    data: { retiredAt: new Date(), ticket },
  });
}
