import type { LedgerContext } from './context';

/** The checkout that our metadata names, if it belongs to this owner. */
export async function ownCheckoutId({ tx, owner }: LedgerContext, checkoutId: string | null): Promise<string | null> {
  if (checkoutId === null) return null;
  const own = await tx.checkout.findFirst({
    where: { id: checkoutId, workspaceId: owner.workspaceId },
    select: { id: true },
  });
  return own?.id ?? null;
}

/** The purchase exists, so the checkout is complete, whatever state we had left it in. */
export async function markCheckoutComplete({ tx, ticket }: LedgerContext, checkoutId: string | null): Promise<void> {
  if (checkoutId === null) return;
  await tx.checkout.updateMany({
    where: { id: checkoutId, state: { not: 'complete' } },
    data: { state: 'complete', ticket },
  });
}
