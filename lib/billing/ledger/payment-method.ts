import type { MethodSnapshot } from '../providers/snapshots';
import type { LedgerContext } from './context';
import { planOperation } from './plan-operation';

/**
 * A card given for a subscription is used for it from now on, and at once for what is open. Once for each card,
 * however often it is heard of: a card that was declined is not tried again by a replay.
 */
export async function takeMethod(
  context: LedgerContext,
  { externalId, subscriptionExternalId }: Pick<MethodSnapshot, 'externalId' | 'subscriptionExternalId'>,
): Promise<void> {
  if (subscriptionExternalId === null) return;
  const { tx, provider, mode, owner } = context;
  const subscription = await tx.subscription.findFirst({
    where: {
      ...{ userId: owner.userId, provider, mode, externalId: subscriptionExternalId },
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
    params: { subscriptionExternalId, methodExternalId: externalId },
  });
}

/** A card changed at the provider's own billing pages pays what is open too. */
export async function takeDefaultMethod(context: LedgerContext, methodExternalId: string | null): Promise<void> {
  if (methodExternalId === null) return;
  const { tx, provider, mode, owner } = context;
  const owing = await tx.subscription.findMany({
    where: { userId: owner.userId, provider, mode, status: { in: ['past_due', 'unpaid'] } },
    select: { externalId: true },
  });
  for (const { externalId: subscriptionExternalId } of owing)
    await takeMethod(context, { externalId: methodExternalId, subscriptionExternalId });
}
