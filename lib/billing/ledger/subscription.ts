import type { Prisma, Subscription } from '@/lib/generated/prisma/client';
import { raiseAlert } from '../alerts';
import { followDelinquency } from '../delinquency';
import type { SubscriptionSnapshot } from '../providers/contract';
import { rememberTrial } from '../trial';
import type { SubscriptionStatus } from '../types';
import { markCheckoutComplete, ownCheckoutId } from './checkout';
import type { LedgerContext } from './context';
import { endWhatLifetimeReplaces } from './lifetime';
import { putNotices } from './notices';
import { writePayment } from './payment';
import { skuOfPrice } from './price';
import { decideSlot } from './slot';
import { writeTransition } from './transition';

const TERMINAL: readonly SubscriptionStatus[] = ['ended', 'failed'];

/** Writes one subscription and the payments that came with it. A row with a higher ticket refuses everything. */
export async function writeSubscription(context: LedgerContext, seen: SubscriptionSnapshot): Promise<void> {
  const { tx, provider, mode, ticket, owner } = context;
  const key = { provider, mode, externalId: seen.externalId };
  const before = await tx.subscription.findUnique({ where: { provider_mode_externalId: key } });
  const row = { ...(await toRow(context, seen, before)), ticket, syncedAt: new Date() };
  const written =
    before === null
      ? await tx.subscription.createMany({ data: [{ ...key, userId: owner.userId, ...row }], skipDuplicates: true })
      : await tx.subscription.updateMany({ where: { id: before.id, ticket: { lt: ticket } }, data: row });
  if (written.count === 1) {
    const after = await tx.subscription.findUniqueOrThrow({ where: { provider_mode_externalId: key } });
    await writeTransition(context, before, after);
    await putNotices(context, before, after);
    await alertContradiction(context, before, after);
    if (after.status === 'trialing') await rememberTrial(tx, owner.userId, after.id);
    if (after.status !== 'pending' && after.status !== 'failed') await markCheckoutComplete(context, after.checkoutId);
  }
  // Payments have tickets of their own: a refund event may have brought one further than this subscription.
  for (const payment of seen.payments) await writePayment(context, payment);
  if (written.count === 0) return;
  await decideSlot(context, key);
  await endWhatLifetimeReplaces(context);
  await followDelinquency(
    context,
    await tx.subscription.findUniqueOrThrow({ where: { provider_mode_externalId: key } }),
  );
}

/** The provider does not have it (any more): over, whatever it was. */
export async function writeAbsentSubscription(context: LedgerContext, externalId: string): Promise<void> {
  const { tx, provider, mode, ticket, now } = context;
  const key = { provider, mode, externalId };
  const before = await tx.subscription.findUnique({ where: { provider_mode_externalId: key } });
  if (before === null || before.status === 'ended') return;
  const { count } = await tx.subscription.updateMany({
    where: { id: before.id, ticket: { lt: ticket } },
    data: { status: 'ended', endReason: 'absent', endedAt: now, holdsSlot: false, ticket, syncedAt: new Date() },
  });
  if (count === 0) return;
  const after = await tx.subscription.findUniqueOrThrow({ where: { id: before.id } });
  await writeTransition(context, before, after);
  await putNotices(context, before, after);
  await followDelinquency(context, after);
}

async function toRow(context: LedgerContext, seen: SubscriptionSnapshot, before: Subscription | null) {
  const {
    externalId: _,
    customerExternalId: __,
    marks,
    payments: ___,
    pendingPriceExternalId,
    status,
    ...facts
  } = seen;
  if (status === null) {
    const key = `unknown-status:${context.provider}:${seen.externalId}:${seen.providerStatus}`;
    await raiseAlert(context.tx, key, 'unknown status', { externalId: seen.externalId, status: seen.providerStatus });
  }
  const sku = await skuOfPrice(context, seen.priceExternalId);
  const pendingSku = pendingPriceExternalId === null ? null : await skuOfPrice(context, pendingPriceExternalId);
  return {
    ...facts,
    status: status ?? before?.status ?? 'pending',
    endReason: await endReasonOf(context, seen),
    sku: sku ?? before?.sku ?? null,
    pendingSku,
    checkoutId: before?.checkoutId ?? (await ownCheckoutId(context, marks.checkoutId)),
  } satisfies Prisma.SubscriptionUpdateManyMutationInput;
}

/**
 * One that we ended at once ended at once, also when its end had been scheduled before: at Dodo the flag stays
 * (dodo.md §4.4), and would leave it open until the day it was scheduled for.
 */
async function endReasonOf(
  { tx, provider, mode, owner }: LedgerContext,
  { endReason, externalId }: SubscriptionSnapshot,
): Promise<SubscriptionSnapshot['endReason']> {
  if (endReason !== 'scheduled') return endReason;
  const sent = await tx.operation.count({
    where: {
      ...{ userId: owner.userId, provider, mode, kind: 'cancel', status: { in: ['sent', 'unknown', 'succeeded'] } },
      // By the provider's name for it, which a ledger that was made anew has too.
      params: { path: ['subscriptionExternalId'], equals: externalId },
    },
  });
  return sent > 0 ? 'immediate' : endReason;
}

/** A subscription that was over cannot come back; when the provider says so it is believed, and a person is told. */
async function alertContradiction(
  { tx, ticket }: LedgerContext,
  before: Subscription | null,
  after: Subscription,
): Promise<void> {
  if (before === null || !TERMINAL.includes(before.status) || TERMINAL.includes(after.status)) return;
  const detail = { subscriptionId: after.id, from: before.status, to: after.status };
  await raiseAlert(tx, `terminal-contradicted:${after.id}:${ticket}`, 'ended subscription came back', detail);
}
