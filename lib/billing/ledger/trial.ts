import type { Subscription, TrialUse } from '@/lib/generated/prisma/client';
import { ownerOf } from '@/lib/workspaces/owner';
import { personHash } from '../access/trial';
import type { LedgerContext } from './context';
import { dropWaiting, putEmail } from './email';
import { planOperation } from './plan-operation';

/**
 * One trial per person. Only now is it certain whether it's the first: several checkouts may have been opened before
 * any completed. The unique key of TrialUse allows one; any later trial from our own checkout is canceled at the
 * provider. Nothing is charged for it, because the customer hasn't agreed to pay before the trial ends.
 */
export async function enforceSingleTrial(context: LedgerContext, trial: Subscription): Promise<void> {
  const { tx } = context;
  if (trial.trialEnd === null || trial.status === 'pending' || trial.status === 'failed') return;
  const email = await starterOf(context, trial);
  if (email === null) return;
  const { id: subscriptionId, provider, externalId } = trial;
  const used = { person: personHash(email), subscriptionId, provider, externalId };
  await tx.trialUse.createMany({ data: [used], skipDuplicates: true });
  const first = await tx.trialUse.findUniqueOrThrow({ where: { person: used.person } });
  // A trial bought in addition to another is already canceled and reported as a duplicate (single-subscription.ts).
  if (isOf(first, trial) || trial.status !== 'trialing' || trial.duplicateOf !== null) return;
  const earlier = await tx.subscription.findUnique({ where: { id: first.subscriptionId } });
  if (earlier?.duplicateOf === trial.id) {
    await tx.trialUse.update({ where: { person: used.person }, data: used });
    return;
  }
  // A row from an earlier ledger, written before rows had the provider's id, may be about this very subscription.
  if (earlier === null && first.externalId === null) return;
  if (await isOurOffer(context, trial)) await endSecondTrial(context, trial);
}

/** The address of the person who started the trial; null once that account is deleted. */
async function starterOf({ tx, owner }: LedgerContext, { checkoutId }: Subscription): Promise<string | null> {
  const checkout =
    checkoutId === null
      ? null
      : await tx.checkout.findUnique({ where: { id: checkoutId }, select: { startedById: true } });
  // Without a checkout, or with one from before it said who started it, the person whose workspace it was at first.
  const userId = checkout?.startedById ?? owner.workspaceId;
  const user = await tx.user.findUnique({ where: { id: userId }, select: { email: true } });
  return user === null ? (await ownerOf(owner.workspaceId, tx)).email : user.email;
}

function isOf(use: TrialUse, { id, provider, externalId }: Subscription): boolean {
  return use.subscriptionId === id || (use.provider === provider && use.externalId === externalId);
}

/** A trial that an operator gave at the provider is a gift, however many came before it. */
async function isOurOffer({ tx }: LedgerContext, { checkoutId }: Subscription): Promise<boolean> {
  if (checkoutId === null) return false;
  return (await tx.checkout.count({ where: { id: checkoutId, trialDays: { gt: 0 } } })) > 0;
}

/** The key of the email about a second trial; if that email exists, the subscription is or was one. */
export function secondTrialKey(subscriptionId: string): string {
  return `second-trial:${subscriptionId}`;
}

async function endSecondTrial(context: LedgerContext, { id, provider, externalId }: Subscription): Promise<void> {
  await planOperation(context, {
    kind: 'cancel',
    key: `cancel:${id}`,
    because: 'second-trial',
    provider,
    params: { subscriptionExternalId: externalId },
  });
  await dropWaiting(context, `trial-ending:${id}:`);
  await dropWaiting(context, `card-expiring:${id}:`);
  await putEmail(context, 'second-trial', secondTrialKey(id), { subscriptionId: id });
}
