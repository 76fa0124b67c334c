import type { DelinquencyCase, Subscription } from '@/lib/generated/prisma/client';
import type { DeclineClass } from '@/lib/generated/prisma/enums';
import type { BillingMail } from '@/lib/mail/names';
import { GRACE_DAYS } from '../access/decide';
import type { LedgerContext } from './context';
import { dropWaiting, putEmail } from './email';
import { isStillOpen, wasPaid } from './recovery';

const DAY = 86_400_000;
/**
 * Days between opening a case (and writing its first email) and canceling at the provider. Counted from that notice
 * rather than from the debt, so customers always have the full time to react before they lose a subscription.
 */
export const EXHAUSTED_DAYS = 14;
/** Days before cancellation when the final email is sent. */
const FINAL_NOTICE_DAYS = 2;

/** Failed attempts that we notify about, newest first: the second retry and the fourth. Emailing each would be spam. */
const TOLD_ATTEMPTS = [5, 3];

/**
 * Keeps a subscription's single open case in sync with what was just written: opens it when money is owed, follows the
 * retries, and closes it when nothing is owed anymore or the subscription ends. Emails for later days are planned when it
 * opens and dropped when it closes, so customers never get duplicate or outdated emails.
 */
export async function followDelinquency(
  context: LedgerContext,
  before: Subscription | null,
  after: Subscription,
): Promise<void> {
  const { tx } = context;
  // A subscription that the ledger didn't know has no case.
  const open = before && (await tx.delinquencyCase.findFirst({ where: { subscriptionId: after.id, state: 'open' } }));
  const owes = after.status === 'past_due' && after.pastDueSince !== null && isOurs(after);
  if (owes && open !== null && isNewDebt(open, after)) {
    await close(context, open, 'recovered');
    return openCase(context, after);
  }
  if (owes) return open === null ? openCase(context, after) : followRetries(context, open, after);
  if (open === null) return;
  if (after.status === 'unpaid') {
    // Access has already ended, so these are obsolete; the final notice stays true.
    await dropWaiting(context, `case:${open.id}:payment-failed`);
    return dropWaiting(context, `case:${open.id}:access-limited`);
  }
  const owing = before ?? after;
  // A voided or uncollectible invoice, or a contract that isn't ours anymore, closes it too, without a payment.
  const runs = after.status === 'active' && isOurs(after);
  const paid = runs && (await wasPaid(context, open, owing));
  if (runs && !paid && (await isStillOpen(context, owing))) return;
  const recovered = after.status !== 'ended' && after.status !== 'failed';
  await close(context, open, recovered ? 'recovered' : 'exhausted');
  if (paid) await putEmail(context, 'recovered', `recovered:${open.id}`, { subscriptionId: after.id });
}

async function close(context: LedgerContext, { id }: DelinquencyCase, state: 'recovered' | 'exhausted'): Promise<void> {
  await context.tx.delinquencyCase.update({ where: { id }, data: { state, closedAt: context.now } });
  await dropWaiting(context, `case:${id}:`);
}

/** We don't send dunning emails for what another application sold, or for a duplicate being refunded. */
function isOurs({ origin, duplicateOf }: Subscription): boolean {
  return origin !== 'foreign' && duplicateOf === null;
}

/** The debt that opened the case was paid, but a newer one wasn't: its full period starts over. */
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
  // If access was already limited when we learn of the failure late, a separate email would add nothing.
  if (graceEndsAt > now) await later('access-limited', graceEndsAt);
  await later('final-notice', new Date(exhaustsAt.getTime() - FINAL_NOTICE_DAYS * DAY));
}

/** A retry failed, or the decline class changed. Only soft declines are retried and emailed about again. */
async function followRetries(context: LedgerContext, open: DelinquencyCase, after: Subscription): Promise<void> {
  const declineClass = await declineOf(context, after);
  const attempts = Math.max(open.attempts, after.failedAttempts);
  if (attempts === open.attempts && declineClass === open.declineClass) return;
  const data = { attempts, declineClass };
  const now = await context.tx.delinquencyCase.update({ where: { id: open.id }, data });
  // What was tried on the invoice's page, its visitor saw there.
  if (after.collection === 'invoice') return;
  if (declineClass !== open.declineClass && declineClass !== 'soft') return tellDecline(context, now);
  const told = TOLD_ATTEMPTS.find((attempt) => open.attempts < attempt && attempt <= attempts);
  if (declineClass === 'soft' && told !== undefined) {
    await putEmail(context, 'payment-failed', `case:${open.id}:payment-failed:${told}`, { caseId: open.id });
  }
}

/** The first failure, or a different decline class: what the customer can do about it differs. */
async function tellDecline(context: LedgerContext, { id, declineClass }: DelinquencyCase): Promise<void> {
  const mail = declineClass === 'action' ? 'action-required' : 'payment-failed';
  await putEmail(context, mail, `case:${id}:${mail}:${declineClass}`, { caseId: id });
}

/**
 * Retries can't fix these; only another card can: the declines Stripe never retries (docs: "Smart Retries") and cards
 * that are no longer valid. Dodo uses the same codes in capitals (docs: "Transaction failures").
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
/** The bank requires the customer to authenticate. */
const ACTION = new Set(['authentication_required', 'authentication_failure', 'payment_intent_authentication_failure']);

async function declineOf({ tx }: LedgerContext, { id, collection }: Subscription): Promise<DeclineClass> {
  // An invoice is overdue, and nothing was declined.
  if (collection === 'invoice') return 'soft';
  const latest = await tx.payment.findFirst({
    where: { subscriptionId: id, status: { not: 'succeeded' } },
    orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
    select: { failureCode: true, providerStatus: true },
  });
  const code = (latest?.failureCode ?? '').toLowerCase();
  if (ACTION.has(code) || latest?.providerStatus === 'requires_action') return 'action';
  return HARD.has(code) ? 'hard' : 'soft';
}
