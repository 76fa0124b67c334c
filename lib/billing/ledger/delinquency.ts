import type { DelinquencyCase, Subscription } from '@/lib/generated/prisma/client';
import type { DeclineClass } from '@/lib/generated/prisma/enums';
import type { BillingMail } from '@/lib/mail/names';
import { GRACE_DAYS } from '../access/decide';
import type { LedgerContext } from './context';
import { dropWaiting, putEmail } from './email';

const DAY = 86_400_000;
/**
 * Days after a case was opened, and its first mail written, when we give up and cancel at the provider. Counted from the
 * telling and not from the debt: nobody loses a subscription over a failure they were not told about for all that time.
 */
export const EXHAUSTED_DAYS = 14;
/** Days before that when the last mail is written. */
const FINAL_NOTICE_DAYS = 2;

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
  const owes = after.status === 'past_due' && after.pastDueSince !== null && isOurs(after);
  if (owes && open !== null && isNewDebt(open, after)) {
    await close(context, open, 'recovered');
    return openCase(context, after);
  }
  if (owes) return open === null ? openCase(context, after) : followRetries(context, open, after);
  if (open === null) return;
  if (after.status === 'unpaid') {
    // Closed already, whatever these would have said; the final notice stays true.
    await dropWaiting(context, `case:${open.id}:payment-failed`);
    return dropWaiting(context, `case:${open.id}:access-limited`);
  }
  const recovered = after.status !== 'ended' && after.status !== 'failed';
  await close(context, open, recovered ? 'recovered' : 'exhausted');
  if (after.status === 'active') {
    await putEmail(context, 'recovered', `recovered:${open.id}`, { subscriptionId: after.id });
  }
}

async function close(context: LedgerContext, { id }: DelinquencyCase, state: 'recovered' | 'exhausted'): Promise<void> {
  await context.tx.delinquencyCase.update({ where: { id }, data: { state, closedAt: context.now } });
  await dropWaiting(context, `case:${id}:`);
}

/** Nobody is told about the debts of what another application sold, or of what is being given back. */
function isOurs({ origin, duplicateOf }: Subscription): boolean {
  return origin !== 'foreign' && duplicateOf === null;
}

/** What was owed when the case was opened has been paid, and something else was not: its whole time begins again. */
function isNewDebt({ openedAt }: DelinquencyCase, { pastDueSince }: Subscription): boolean {
  return pastDueSince !== null && pastDueSince.getTime() - openedAt.getTime() > DAY;
}

async function openCase(context: LedgerContext, after: Subscription): Promise<void> {
  const { tx, mode, now } = context;
  const openedAt = after.pastDueSince ?? now;
  const graceEndsAt = new Date(openedAt.getTime() + GRACE_DAYS * DAY);
  const exhaustsAt = new Date(Math.max(openedAt.getTime(), now.getTime()) + EXHAUSTED_DAYS * DAY);
  const declineClass = await declineOf(context, after);
  const opened = await tx.delinquencyCase.create({
    data: {
      subscriptionId: after.id,
      mode,
      declineClass,
      openedAt,
      graceEndsAt,
      exhaustsAt,
      attempts: after.failedAttempts,
    },
  });
  await tellDecline(context, opened);
  const later = (mail: BillingMail, at: Date) =>
    putEmail(context, mail, `case:${opened.id}:${mail}`, { caseId: opened.id }, at);
  // Access that was limited already, when we learn of the failure late, is no news of its own.
  if (graceEndsAt > now) await later('access-limited', graceEndsAt);
  await later('final-notice', new Date(exhaustsAt.getTime() - FINAL_NOTICE_DAYS * DAY));
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
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { failureCode: true, providerStatus: true },
  });
  const code = (latest?.failureCode ?? '').toLowerCase();
  if (ACTION.has(code) || latest?.providerStatus === 'requires_action') return 'action';
  return HARD.has(code) ? 'hard' : 'soft';
}
