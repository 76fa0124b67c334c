import type { Subscription } from '@/lib/generated/prisma/client';
import { accessOfSubscription } from '../access';
import { raiseAlert } from '../alerts';
import { loadSubscriptionFact, refundedOf } from '../facts';
import type { Mode, Provider, SubscriptionStatus } from '../types';
import { type LedgerContext, StaleHolder } from './context';
import { planOperation } from './operation';
import { putEmail } from './outbox';

const LIVE: readonly SubscriptionStatus[] = ['trialing', 'active', 'past_due', 'unpaid', 'paused'];

/**
 * One live subscription a customer. Decided under the user's lock: a holder that was not looked at since this sync
 * began is synced first, one that opens nothing yields, else the later-created is the duplicate.
 */
export async function decideSlot(
  context: LedgerContext,
  key: { provider: Provider; mode: Mode; externalId: string },
): Promise<void> {
  const { tx, owner, mode } = context;
  const candidate = await tx.subscription.findUniqueOrThrow({ where: { provider_mode_externalId: key } });
  // Also once it is over: its payment may become known only after its cancellation.
  if (candidate.duplicateOf !== null) return giveBack(context, candidate);
  if (!LIVE.includes(candidate.status)) {
    if (candidate.holdsSlot) await hold(context, candidate, false);
    return;
  }
  if (candidate.holdsSlot) return;
  const holder = await tx.subscription.findFirst({ where: { userId: owner.userId, mode, holdsSlot: true } });
  if (holder === null) return hold(context, candidate, true);
  if (holder.ticket < context.started) {
    throw new StaleHolder(holder.provider, { kind: 'subscription', id: holder.externalId });
  }
  const opened = accessOfSubscription(await loadSubscriptionFact(tx, holder.id), context.now);
  if (opened.level === 'none') {
    await hold(context, holder, false);
    return hold(context, candidate, true);
  }
  const [first, second] = inOrder(holder, candidate);
  if (first.id === candidate.id) {
    await hold(context, holder, false);
    await hold(context, candidate, true);
  }
  await tx.subscription.update({ where: { id: second.id }, data: { duplicateOf: first.id, holdsSlot: false } });
  await raiseAlert(tx, `duplicate:${second.id}`, 'second live subscription', { kept: first.id, duplicate: second.id });
  await putEmail(context, 'duplicate-subscription', `duplicate:${second.id}`, { subscriptionId: second.id });
  await giveBack(context, second);
}

async function hold({ tx }: LedgerContext, { id }: Subscription, holdsSlot: boolean): Promise<void> {
  await tx.subscription.update({ where: { id }, data: { holdsSlot } });
}

/** Older first; the provider's id breaks a tie, so every server decides alike. */
function inOrder(a: Subscription, b: Subscription): [Subscription, Subscription] {
  const order = a.startedAt.getTime() - b.startedAt.getTime() || (a.externalId < b.externalId ? -1 : 1);
  return order < 0 ? [a, b] : [b, a];
}

/** A duplicate is cancelled, and what was paid for it goes back. */
async function giveBack(context: LedgerContext, duplicate: Subscription): Promise<void> {
  const { provider } = duplicate;
  if (LIVE.includes(duplicate.status)) {
    await planOperation(context, {
      kind: 'cancel',
      key: `cancel:${duplicate.id}`,
      provider,
      params: { subscriptionExternalId: duplicate.externalId },
    });
  }
  const payments = await context.tx.payment.findMany({
    where: { subscriptionId: duplicate.id, status: 'succeeded', amount: { gt: 0 } },
    include: { refunds: true },
  });
  for (const payment of payments.filter((paid) => refundedOf(paid.refunds) === 0n)) {
    await planOperation(context, {
      kind: 'refund',
      key: `refund:${payment.id}`,
      provider,
      params: { paymentExternalId: payment.externalId },
    });
  }
}
