import type { LedgerContext } from './context';

/** The checkout our mark names, if it is this owner's. */
export async function ownCheckoutId({ tx, owner }: LedgerContext, checkoutId: string | null): Promise<string | null> {
  if (checkoutId === null) return null;
  const own = await tx.checkout.findFirst({ where: { id: checkoutId, userId: owner.userId }, select: { id: true } });
  return own?.id ?? null;
}

/** What was bought through it exists: whatever state we had given it up in, it is complete. */
export async function markCheckoutComplete({ tx, ticket }: LedgerContext, checkoutId: string | null): Promise<void> {
  if (checkoutId === null) return;
  await tx.checkout.updateMany({
    where: { id: checkoutId, state: { not: 'complete' } },
    data: { state: 'complete', ticket },
  });
}
