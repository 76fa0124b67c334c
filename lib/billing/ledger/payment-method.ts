import type { MethodSnapshot } from '../providers/snapshots';
import { isOwing, OWING } from '../types';
import type { LedgerContext } from './context';
import { planOperation } from './plan-operation';

/**
 * A card added for a subscription of ours becomes its payment method, and what is overdue, as the card page showed it, is
 * charged to it immediately. Once per card, however many events mention it: a replay doesn't retry a declined card.
 */
export async function takeMethod(
  context: LedgerContext,
  { externalId, subscriptionExternalId }: Pick<MethodSnapshot, 'externalId' | 'subscriptionExternalId'>,
): Promise<void> {
  if (subscriptionExternalId === null) return;
  const { tx, provider, mode, owner, now } = context;
  const subscription = await tx.subscription.findFirst({
    where: {
      ...{ workspaceId: owner.workspaceId, provider, mode, externalId: subscriptionExternalId },
      origin: { not: 'foreign' },
      status: { notIn: ['pending', 'ended', 'failed'] },
    },
  });
  if (subscription === null) return;
  await planOperation(context, {
    kind: 'adopt-method',
    key: `adopt-method:${subscription.id}:${externalId}`,
    provider,
    because: 'new-method',
    once: true,
    params: {
      subscriptionExternalId,
      methodExternalId: externalId,
      owedAt: isOwing(subscription.status) ? now.toISOString() : null,
    },
  });
}

/** A card changed in the provider's own billing portal pays open invoices too. */
export async function takeDefaultMethod(context: LedgerContext, methodExternalId: string | null): Promise<void> {
  if (methodExternalId === null) return;
  const { tx, provider, mode, owner } = context;
  const owing = await tx.subscription.findMany({
    where: {
      ...{ workspaceId: owner.workspaceId, provider, mode, origin: { not: 'foreign' } },
      status: { in: [...OWING] },
    },
    select: { externalId: true },
  });
  for (const { externalId: subscriptionExternalId } of owing)
    await takeMethod(context, { externalId: methodExternalId, subscriptionExternalId });
}
