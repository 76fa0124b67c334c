import type { Overview, SubscriptionView } from '@/lib/billing/account/overview';
import { BASE_PLAN, PLANS } from '@/lib/billing/catalog/plans';
import { formatAmount, formatChargeDate, type Reader } from '../ui/format';
import { ACCOUNT, PLAN_STATES } from './copy';

type State = keyof typeof PLAN_STATES;

/** What the user has and what happens next, in one sentence. */
export function planSentence({ access, subscription }: Overview, reader: Reader): string {
  const plan = PLANS[access.plan].name;
  const next = nextPlan(subscription);
  const state = subscription === null ? access.reason : renewing(stateOf(access.reason, subscription), plan, next);
  const at = dateOf(state, access.until, subscription);
  return PLAN_STATES[state]({
    plan,
    next: next ?? '',
    date: at === null ? '' : formatChargeDate(at, reader),
    price: subscription === null ? '' : priceOf(state, subscription, reader),
  });
}

/** The plan of the next period; null when it is none of ours. */
function nextPlan(subscription: SubscriptionView | null): string | null {
  if (subscription === null || subscription.sku === null) return null;
  return subscription.pending === null ? subscription.planName : subscription.pending.planName;
}

/** What is paid for now may be another plan than the one that renews. */
function renewing(state: State, plan: string, next: string | null): State {
  if (state !== 'paid' || next === plan) return state;
  return next === null ? 'given' : 'renewsAs';
}

/** Scheduled ends and pauses refine the reason of the access decision. */
function stateOf(reason: Overview['access']['reason'], subscription: SubscriptionView): State {
  const { pausesAt, cancelAt, nextCharge, collectionPaused, status, byInvoice } = subscription;
  if (byInvoice && reason === 'past_due') return 'invoiceOverdue';
  if (byInvoice && reason === 'unpaid') return 'invoiceUnpaid';
  if (reason === 'paid' && pausesAt !== null) return 'pausing';
  if (reason === 'canceling' && cancelAt !== null && nextCharge !== null) return 'cancelingLater';
  if ((reason === 'given' || reason === 'paid') && collectionPaused) return 'collectionPaused';
  // A paying customer whose next charge was moved has no trial: the plan renews then.
  return reason === 'given' && status === 'trialing' ? 'paid' : reason;
}

function dateOf(state: State, until: Date | null, subscription: SubscriptionView | null): Date | null {
  if (state === 'cancelingLater') return subscription?.cancelAt ?? until;
  // Just after a renewal, access ends before the next one, because the payment is on its way.
  if (state === 'paid' || state === 'renewsAs') return subscription?.renewsAt ?? until;
  return until ?? subscription?.paidUntil ?? null;
}

function priceOf(state: State, subscription: SubscriptionView, reader: Reader): string {
  const amount = formatAmount(subscription.nextCharge?.amount ?? subscription.amount, subscription, reader);
  const { nextCharge } = subscription;
  return state === 'cancelingLater' && nextCharge !== null
    ? ACCOUNT.nextOn(amount, formatChargeDate(nextCharge.at, reader))
    : amount;
}

/** Name of the plan the user has access to; a plan without access counts as the plan everyone has. */
export function currentPlanName({ access, lifetime }: Overview): string {
  if (access.level === 'none') return PLANS[BASE_PLAN].name;
  const { name } = PLANS[access.plan];
  return lifetime && access.reason === 'lifetime' ? ACCOUNT.lifetimePlan(name) : name;
}
