import type { LedgerContext } from './context';

/** The checkout that our metadata names, if it belongs to this owner. */
export async function ownCheckoutId(
  { tx, owner, checkouts }: LedgerContext,
  checkoutId: string | null,
): Promise<string | null> {
  if (checkoutId === null) return null;
  if (!checkouts.has(checkoutId)) {
    const own = await tx.checkout.count({ where: { id: checkoutId, workspaceId: owner.workspaceId } });
    checkouts.set(checkoutId, own > 0 ? 'known' : null);
  }
  return checkouts.get(checkoutId) === null ? null : checkoutId;
}

/** The purchase exists, so the checkout is complete, whatever state we had left it in. */
export async function markCheckoutComplete(
  { tx, ticket, checkouts }: LedgerContext,
  checkoutId: string | null,
): Promise<void> {
  if (checkoutId === null || checkouts.get(checkoutId) === 'complete') return;
  await tx.checkout.updateMany({
    where: { id: checkoutId, state: { not: 'complete' } },
    data: { state: 'complete', ticket },
  });
  checkouts.set(checkoutId, 'complete');
}
