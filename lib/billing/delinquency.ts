import { businessNow } from '@/lib/clock';
import { db } from '@/lib/db';
import type { DelinquencyCase, Subscription } from '@/lib/generated/prisma/client';
import type { DeclineClass } from '@/lib/generated/prisma/enums';
import type { BillingMail } from '@/lib/mail/names';
import { GRACE_DAYS } from './access';
import type { LedgerContext } from './ledger/context';
import { planOperation } from './ledger/operation';
import { dropWaiting, putEmail } from './ledger/outbox';
import { lockUser } from './ticket';
import type { Mode } from './types';

const DAY = 86_400_000;
/** Days after the first failure when we give up and cancel at the provider; Stripe's own retries end then too. */
export const EXHAUSTED_DAYS = 14;

/** What is written to the customer while a case is open: days after the failure, and which mail. */
const SEQUENCE: readonly (readonly [days: number, mail: BillingMail])[] = [
  [GRACE_DAYS, 'access-limited'],
  [EXHAUSTED_DAYS - 2, 'final-notice'],
];

/** The failed attempts that are told, newest first: the second retry and the fourth. Each one would be too many. */
const TOLD_ATTEMPTS = [5, 3];

/**
 * Keeps the one case a subscription may have open in step with what was just written: opens it when money is owed,
 * follows the retries, closes it when the money came or the subscription is over. The mails that wait for a day are
 * planned at once and those left are dropped when it closes, so nobody is told twice or told what no longer holds.
 */
export async function followDelinquency(context: LedgerContext, after: Subscription): Promise<void> {
  const { tx } = context;
  const open = await tx.delinquencyCase.findFirst({ where: { subscriptionId: after.id, state: 'open' } });
  if (after.status === 'past_due') {
    return open === null ? openCase(context, after) : followRetries(context, open, after);
  }
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
      attempts: after.failedAttempts,
    },
  });
  await tellDecline(context, opened);
  for (const [days, mail] of SEQUENCE) {
    // What is past already, when we learn of the failure late, is not told one after the other.
    if (on(days) > now) await putEmail(context, mail, `case:${opened.id}:${mail}`, { caseId: opened.id }, on(days));
  }
}

/** A retry failed, or failed for another reason than before. Only a soft decline is retried and told again. */
async function followRetries(context: LedgerContext, open: DelinquencyCase, after: Subscription): Promise<void> {
  const declineClass = await declineOf(context, after);
  const attempts = Math.max(open.attempts, after.failedAttempts);
  if (attempts === open.attempts && declineClass === open.declineClass) return;
  const data = { attempts, declineClass };
  const now = await context.tx.delinquencyCase.update({ where: { id: open.id }, data });
  if (declineClass !== open.declineClass && declineClass !== 'soft') return tellDecline(context, now);
  const told = TOLD_ATTEMPTS.find((attempt) => open.attempts < attempt && attempt <= attempts);
  if (declineClass === 'soft' && told !== undefined) {
    await putEmail(context, 'payment-failed', `case:${open.id}:payment-failed:${told}`, { caseId: open.id });
  }
}

/** The first failure, or one of another class: what the customer can do about it is different. */
async function tellDecline(context: LedgerContext, { id, declineClass }: DelinquencyCase): Promise<void> {
  const mail = declineClass === 'action' ? 'action-required' : 'payment-failed';
  await putEmail(context, mail, `case:${id}:${mail}:${declineClass}`, { caseId: id });
}

/**
 * No retry helps against these, only another card does: what Stripe never retries (docs: "Smart Retries") and the cards
 * that are finished. Dodo says the same words in capitals (docs: "Transaction failures").
 */
const HARD = new Set([
  'expired_card',
  'fraudulent',
  'highest_risk_level',
  'incorrect_cvc',
  'incorrect_number',
  'invalid_account',
  'lost_card',
  'pickup_card',
  'revocation_of_all_authorizations',
  'revocation_of_authorization',
  'stolen_card',
  'transaction_not_allowed',
]);
/** The bank wants the customer to confirm. */
const ACTION = new Set(['authentication_required', 'authentication_failure', 'payment_intent_authentication_failure']);

async function declineOf({ tx }: LedgerContext, { id }: Subscription): Promise<DeclineClass> {
  const latest = await tx.payment.findFirst({
    where: { subscriptionId: id, status: { not: 'succeeded' } },
    orderBy: { createdAt: 'desc' },
    select: { failureCode: true, providerStatus: true },
  });
  const code = (latest?.failureCode ?? '').toLowerCase();
  if (ACTION.has(code) || latest?.providerStatus === 'requires_action') return 'action';
  return HARD.has(code) ? 'hard' : 'soft';
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
