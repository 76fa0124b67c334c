import type { Payment, Refund, Subscription } from '@/lib/generated/prisma/client';
import { disputeBlock } from '../access/dispute-block';
import { givenBackOf } from '../access/payment-standing';
import { isLive, LIVE } from '../types';
import { raiseAlert, resolveAlerts } from './alerts';
import { type LedgerContext, StaleCurrentSubscription } from './context';
import { putEmail } from './email';
import { planOperation } from './plan-operation';

/** In ms of business time: older second subscriptions aren't ended automatically; the customer may rely on them. */
const DUPLICATE_AGE = 2 * 86_400_000;

/**
 * One live subscription per customer. Decided under the user's lock: a current one that hasn't been synced since this
 * sync began is synced first. Of two, the one created later is the duplicate if our checkout just sold it; otherwise an
 * operator decides. Foreign subscriptions don't count. Returns the candidate's row as it is now.
 */
export async function decideCurrentSubscription(
  context: LedgerContext,
  candidate: Subscription,
  before: Subscription | null,
): Promise<Subscription> {
  const { tx, mode } = context;
  // Even after it has ended: its payment may become known only after its cancellation.
  if (candidate.duplicateOf !== null && !(await isAlone(context, candidate))) {
    await endDuplicate(context, candidate);
    return candidate;
  }
  if (candidate.origin === 'foreign') return leaveForeign(context, candidate, before);
  // One that the ledger didn't know has no alert.
  if (before !== null) await resolveAlerts(tx, [foreignKey(candidate)], 'it is ours now');
  if (!isLive(candidate.status)) return passOn(context, candidate);
  if (candidate.isCurrent) return candidate;
  const only = await setCurrentIfNone(context, candidate);
  if (only !== null) return only;
  const current = await tx.subscription.findFirstOrThrow({
    where: { workspaceId: candidate.workspaceId, mode, isCurrent: true },
  });
  if (current.ticket < context.started) {
    throw new StaleCurrentSubscription(current.provider, { kind: 'subscription', id: current.externalId });
  }
  const [first, second] = inOrder(current, candidate);
  const fresh = context.now.getTime() - second.createdAt.getTime() <= DUPLICATE_AGE;
  const detail = { first: first.id, second: second.id, provider: second.provider, externalId: second.externalId };
  // The earlier one is current, whichever was synced first, so a replay gives the same result.
  let decided = candidate;
  if (first.id === candidate.id) {
    await setCurrent(context, current, false);
    decided = await setCurrent(context, candidate, true);
  }
  if (second.origin !== 'checkout' || !fresh) {
    await raiseAlert(tx, `two-subscriptions:${first.id}:${second.id}`, 'two live subscriptions', detail);
    return decided;
  }
  const duplicate = await tx.subscription.update({
    where: { id: second.id },
    data: { duplicateOf: first.id, isCurrent: false },
  });
  await raiseAlert(tx, duplicateKey(second.id), 'second live subscription', detail);
  await endDuplicate(context, duplicate);
  return duplicate.id === candidate.id ? duplicate : decided;
}

/** The current subscription is never a duplicate. */
const CURRENT = { isCurrent: true, duplicateOf: null };

/** Returns its new row. */
async function setCurrent(context: LedgerContext, before: Subscription, isCurrent: boolean): Promise<Subscription> {
  const data = isCurrent ? CURRENT : { isCurrent };
  const after = { ...before, ...data };
  await context.tx.subscription.updateMany({ where: { id: before.id }, data });
  if (isCurrent) await resolveDuplicate(context, before);
  return after;
}

/** In one statement. Returns its new row; null if the customer has a current subscription. */
async function setCurrentIfNone(context: LedgerContext, before: Subscription): Promise<Subscription | null> {
  const { tx, mode } = context;
  const none = { workspace: { subscriptions: { none: { mode, isCurrent: true } } } };
  const { count } = await tx.subscription.updateMany({ where: { id: before.id, ...none }, data: CURRENT });
  if (count === 0) return null;
  await resolveDuplicate(context, before);
  return { ...before, ...CURRENT };
}

async function resolveDuplicate({ tx }: LedgerContext, { id, duplicateOf }: Subscription): Promise<void> {
  if (duplicateOf === null) return;
  const payments = await tx.payment.findMany({ where: { subscriptionId: id }, select: { id: true } });
  const keys = [duplicateKey(id), ...payments.map((payment) => partlyRefundedKey(payment.id))];
  await resolveAlerts(tx, keys, 'it is the only subscription now');
}

const duplicateKey = (id: string) => `duplicate:${id}`;
const partlyRefundedKey = (paymentId: string) => `partly-refunded:${paymentId}`;

/**
 * Whether a duplicate still runs, paid, and the one it duplicated doesn't: its refund was refused or awaits an
 * operator, and meanwhile the first one ended. It's now the customer's subscription.
 */
async function isAlone({ tx, mode, owner }: LedgerContext, duplicate: Subscription): Promise<boolean> {
  if (!isLive(duplicate.status)) return false;
  const others = await tx.subscription.count({ where: { workspaceId: owner.workspaceId, mode, isCurrent: true } });
  if (others > 0) return false;
  const operations = { subject: `subscription:${duplicate.id}`, status: { in: ['sent' as const, 'unknown' as const] } };
  if ((await tx.operation.count({ where: operations })) > 0) return false;
  const payments = await tx.payment.findMany({
    where: { subscriptionId: duplicate.id, status: 'succeeded', amount: { gt: 0 } },
    include: { refunds: true },
  });
  return payments.every((payment) => givenBackOf(payment) < payment.amount);
}

async function leaveForeign(
  context: LedgerContext,
  candidate: Subscription,
  before: Subscription | null,
): Promise<Subscription> {
  const decided = candidate.isCurrent ? await passOn(context, candidate) : candidate;
  if (!isLive(candidate.status)) return decided;
  const { provider, externalId } = candidate;
  const reopen = before !== null && before.origin !== 'foreign' && (await isAdopted(context, candidate));
  await raiseAlert(context.tx, foreignKey(candidate), 'foreign contract', { provider, externalId }, { reopen });
  return decided;
}

/** A contract that was adopted but is foreign again now has a different price, which needs a new decision. */
async function isAdopted({ tx, provider, mode }: LedgerContext, { externalId }: Subscription): Promise<boolean> {
  return (await tx.adoptedContract.count({ where: { provider, mode, externalId } })) > 0;
}

const foreignKey = ({ id }: Subscription) => `foreign-contract:${id}`;

/** A subscription that has ended or isn't ours is followed by one that still runs. */
async function passOn(context: LedgerContext, before: Subscription): Promise<Subscription> {
  if (!before.isCurrent) return before;
  const { tx, owner, mode } = context;
  const after = await setCurrent(context, before, false);
  const others = await tx.subscription.findMany({
    where: {
      ...{ workspaceId: owner.workspaceId, mode, status: { in: [...LIVE] }, origin: { not: 'foreign' } },
      id: { not: before.id },
    },
    orderBy: [{ createdAt: 'asc' }, { externalId: 'asc' }],
  });
  for (const other of others) {
    if (other.duplicateOf !== null && !(await isAlone(context, other))) continue;
    await setCurrent(context, other, true);
    break;
  }
  return after;
}

/**
 * Oldest first, by the provider's own time, in seconds. In a tie, what our checkout sold comes first, so it's never
 * ended in favor of something created by hand; otherwise the id decides, so every server gets the same result.
 */
function inOrder(a: Subscription, b: Subscription): [Subscription, Subscription] {
  const made = ({ origin }: Subscription) => (origin === 'checkout' ? 0 : 1);
  const order =
    a.createdAt.getTime() - b.createdAt.getTime() || made(a) - made(b) || (a.externalId < b.externalId ? -1 : 1);
  return order < 0 ? [a, b] : [b, a];
}

/**
 * A duplicate is refunded first and ends only after that: if the refund is refused, it keeps running and an alert is
 * raised. One that took no money, or whose money the bank took back, just ends; while a payment is processing, we wait.
 */
async function endDuplicate(context: LedgerContext, duplicate: Subscription): Promise<void> {
  const { id, provider, externalId } = duplicate;
  const payments = await context.tx.payment.findMany({
    where: { subscriptionId: id, status: { in: ['succeeded', 'processing'] }, amount: { gt: 0 } },
    include: { refunds: true, disputes: true },
  });
  const live = isLive(duplicate.status);
  const lost = payments.filter(({ disputes }) => disputeBlock(disputes) === 'lost');
  const taken = payments.filter((payment) => payment.status === 'succeeded' && !lost.includes(payment));
  const paid = taken.filter((payment) => givenBackOf(payment) === 0n);
  for (const payment of taken) await alertPartlyRefunded(context, duplicate, payment);
  if (taken.some((payment) => givenBackOf(payment) > 0n && givenBackOf(payment) < payment.amount)) return;
  for (const payment of paid) {
    await planOperation(context, {
      kind: 'refund',
      key: `refund:${payment.id}`,
      because: 'duplicate',
      provider,
      params: { paymentExternalId: payment.externalId, endsSubscription: live ? externalId : null },
    });
  }
  if (paid.length > 0) return;
  if (payments.some(({ status }) => status === 'processing')) return;
  if (live) {
    await planOperation(context, {
      kind: 'cancel',
      key: `cancel:${id}`,
      because: 'duplicate',
      provider,
      params: { subscriptionExternalId: externalId },
    });
  }
  // Sent only once it's true: the refund is on its way, or no money was taken.
  if (lost.length === 0 && (!live || payments.length > 0)) {
    await putEmail(context, 'duplicate-subscription', `duplicate:${id}`, { subscriptionId: id });
  }
}

/** An operator refunded part of a duplicate, so an operator decides about the rest. */
async function alertPartlyRefunded(
  { tx }: LedgerContext,
  { provider, externalId }: Subscription,
  payment: Payment & { readonly refunds: readonly Refund[] },
): Promise<void> {
  const given = givenBackOf(payment);
  if (given === 0n) return;
  const key = partlyRefundedKey(payment.id);
  if (given >= payment.amount) return resolveAlerts(tx, [key], 'the full amount was refunded');
  const why = 'part of the payment for a second subscription was refunded, and the rest was kept';
  const commands = [
    `npm run billing:refund -- ${payment.externalId}`,
    `cancel ${externalId} in the ${provider} dashboard`,
  ];
  await raiseAlert(tx, key, 'needs a person', { provider, externalId, why, commands });
}
