import type { Subscription } from '@/lib/generated/prisma/client';
import { isSku, offerOf } from '../plans';
import type { LedgerContext } from './context';
import { putEmail } from './outbox';

const DAY = 86_400_000;
const TRIAL_NOTICE_DAYS = 3;
const RENEWAL_NOTICE_DAYS = 7;

/** Tells the customer what changed about their subscription, and plans what must be told ahead of time. */
export async function putNotices(
  context: LedgerContext,
  before: Subscription | null,
  after: Subscription,
): Promise<void> {
  const data = { subscriptionId: after.id };
  if (after.status === 'trialing' && after.trialEnd !== null) {
    await ahead(context, 'trial-ending', after.trialEnd, TRIAL_NOTICE_DAYS, after);
  }
  if (after.status === 'active' && isYearly(after) && after.periodEnd !== null) {
    await ahead(context, 'renewing', after.periodEnd, RENEWAL_NOTICE_DAYS, after);
  }
  if (before === null || after.duplicateOf !== null) return;
  const was = before.cancelAt?.toISOString();
  const is = after.cancelAt?.toISOString();
  if (is !== undefined && was === undefined && after.status !== 'ended' && !(await isReplaced(context, after))) {
    await putEmail(context, 'cancelled', `cancelled:${after.id}:${is}:${context.ticket}`, data);
  }
  if (was !== undefined && is === undefined && after.status !== 'ended') {
    await putEmail(context, 'cancel-undone', `cancel-undone:${after.id}:${was}:${context.ticket}`, data);
  }
  const changed = before.sku !== after.sku || before.quantity !== after.quantity;
  if (changed && before.sku !== null && after.sku !== null) {
    await putEmail(context, 'plan-changed', `plan-changed:${after.id}:${context.ticket}`, {
      ...data,
      from: before.sku,
      seats: [before.quantity, after.quantity],
    });
  }
  if (after.status === 'ended' && before.status !== 'ended') {
    await putEmail(context, 'ended', `ended:${after.id}`, data);
  }
}

/** Lifetime ended it, and its own mail has said so. */
async function isReplaced({ tx }: LedgerContext, { id }: Subscription): Promise<boolean> {
  return (await tx.email.count({ where: { key: `lifetime-replaces:${id}` } })) > 0;
}

/** A notice some days before a moment; at once when the moment is nearer than that. The moment is part of the key. */
async function ahead(
  context: LedgerContext,
  kind: 'trial-ending' | 'renewing',
  at: Date,
  days: number,
  { id }: Subscription,
): Promise<void> {
  const due = new Date(Math.max(at.getTime() - days * DAY, context.now.getTime()));
  const data = { subscriptionId: id, at: at.toISOString() };
  await putEmail(context, kind, `${kind}:${id}:${at.toISOString()}`, data, due);
}

function isYearly({ sku }: Subscription): boolean {
  if (sku === null || !isSku(sku)) return false;
  const offer = offerOf(sku);
  return offer.lane === 'subscription' && offer.interval === 'year';
}
