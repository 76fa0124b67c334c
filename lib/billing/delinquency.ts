import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import type { DelinquencyCase, Subscription } from '@/lib/generated/prisma/client';
import type { DeclineClass } from '@/lib/generated/prisma/enums';
import { GRACE_DAYS } from './access';
import type { LedgerContext } from './ledger/context';
import { planOperation } from './ledger/operation';
import { type BillingMail, dropWaiting, putEmail } from './ledger/outbox';
import { lockUser } from './ticket';
import type { Mode } from './types';

const DAY = 86_400_000;
/** Days after the first failure when we give up and cancel at the provider; Stripe's own retries end then too. */
export const EXHAUSTED_DAYS = 14;

/** What is written to the customer while a case is open: days after the failure, and which mail. */
const SEQUENCE: readonly (readonly [days: number, mail: BillingMail, name: string])[] = [
  [3, 'payment-failed', 'payment-failed:2'],
  [5, 'payment-failed', 'payment-failed:3'],
  [GRACE_DAYS, 'access-limited', 'access-limited'],
  [EXHAUSTED_DAYS - 2, 'final-notice', 'final-notice'],
];

/**
 * Keeps the one case a subscription may have open in step with what was just written: opens it when money is owed,
 * closes it when it came or when the subscription is over. All its mails are planned at once and those left are
 * dropped when it closes, so nobody is told twice or told what no longer holds.
 */
export async function followDelinquency(context: LedgerContext, after: Subscription): Promise<void> {
  const { tx } = context;
  const open = await tx.delinquencyCase.findFirst({ where: { subscriptionId: after.id, state: 'open' } });
  if (after.status === 'past_due') return open === null ? openCase(context, after) : undefined;
  if (open === null) return;
  if (after.status === 'unpaid') {
    // Closed already, whatever these would have said; the final notice stays true.
    await dropWaiting(context, `case:${open.id}:payment-failed`);
    return dropWaiting(context, `case:${open.id}:access-limited`);
  }
  const recovered = after.status === 'active' || after.status === 'trialing' || after.status === 'paused';
  await tx.delinquencyCase.update({
    where: { id: open.id },
    data: { state: recovered ? 'recovered' : 'exhausted', closedAt: context.now },
  });
  await dropWaiting(context, `case:${open.id}:`);
  if (recovered && after.status === 'active') {
    await putEmail(context, 'recovered', `recovered:${open.id}`, { subscriptionId: after.id });
  }
}

async function openCase(context: LedgerContext, after: Subscription): Promise<void> {
  const { tx, mode, now } = context;
  const openedAt = after.pastDueSince ?? now;
  const on = (days: number) => new Date(openedAt.getTime() + days * DAY);
  const declineClass = await declineOf(context, after);
  const opened = await tx.delinquencyCase.create({
    data: {
      subscriptionId: after.id,
      mode,
      declineClass,
      openedAt,
      graceEndsAt: on(GRACE_DAYS),
      exhaustsAt: on(EXHAUSTED_DAYS),
    },
  });
  const data = { caseId: opened.id };
  const first = declineClass === 'action' ? 'action-required' : 'payment-failed';
  await putEmail(context, first, `case:${opened.id}:${first}`, data);
  for (const [days, mail, name] of SEQUENCE) {
    // What is past already, when we learn of the failure late, is not told one after the other.
    if (on(days) > now) await putEmail(context, mail, `case:${opened.id}:${name}`, data, on(days));
  }
}

/** No retry helps against these; only another card does (the providers' decline codes). */
const HARD = ['lost_card', 'stolen_card', 'expired_card', 'pickup_card', 'incorrect_number', 'invalid_account'];
const ACTION = ['authentication_required', 'payment_intent_authentication_failure'];

async function declineOf({ tx }: LedgerContext, { id }: Subscription): Promise<DeclineClass> {
  const latest = await tx.payment.findFirst({
    where: { subscriptionId: id, status: { not: 'succeeded' } },
    orderBy: { createdAt: 'desc' },
    select: { failureCode: true, providerStatus: true },
  });
  const code = (latest?.failureCode ?? '').toLowerCase();
  if (ACTION.includes(code) || latest?.providerStatus === 'requires_action') return 'action';
  return HARD.includes(code) ? 'hard' : 'soft';
}

/**
 * Gives up on the cases whose time is over: plans the cancellation at the provider. Access ends only when the
 * provider has confirmed it, so nobody is charged for what they no longer have. Returns how many were given up.
 */
export async function exhaustCases(mode: Mode): Promise<number> {
  const now = await businessNow();
  const due = await db().delinquencyCase.findMany({
    where: { mode, state: 'open', exhaustsAt: { lte: now } },
    include: { subscription: true },
    take: 50,
  });
  let planned = 0;
  for (const open of due) planned += (await giveUp(open, now)) ? 1 : 0;
  return planned;
}

async function giveUp(open: DelinquencyCase & { subscription: Subscription }, now: Date): Promise<boolean> {
  const { subscription } = open;
  return db().$transaction(async (tx) => {
    await lockUser(tx, subscription.userId);
    const still = await tx.delinquencyCase.findFirst({ where: { id: open.id, state: 'open' } });
    if (still === null) return false;
    const owner = { userId: subscription.userId };
    const { provider, mode, ticket } = subscription;
    return planOperation(
      { tx, provider, mode, owner, ticket, started: ticket, now, cause: `case:${open.id}` },
      {
        kind: 'cancel',
        key: `cancel:${subscription.id}`,
        provider,
        params: { subscriptionExternalId: subscription.externalId },
      },
    );
  });
}
