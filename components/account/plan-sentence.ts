import { formatMoney } from '@/lib/billing/money';
import type { Overview } from '@/lib/billing/overview';
import { PLANS } from '@/lib/billing/plans';
import { formatDate } from '../ui/format';
import { PLAN_STATES } from './words';

/** What the person has and what happens next, in one sentence. */
export function planSentence({ access, subscription }: Overview, locale: string): string {
  const until = access.until ?? subscription?.paidUntil ?? null;
  const pausing = access.reason === 'paid' && subscription?.pausesAt != null;
  return PLAN_STATES[pausing ? 'pausing' : access.reason]({
    plan: PLANS[access.plan].name,
    date: until === null ? '' : formatDate(until, locale),
    price: subscription === null ? '' : formatMoney(subscription.amount, subscription.currency, locale),
  });
}

/** The name of what is open now: a plan that opens nothing any more is Free. */
export function openPlanName({ access, lifetime }: Overview): string {
  if (access.level === 'none') return PLANS.free.name;
  const { name } = PLANS[access.plan];
  return lifetime && access.reason === 'lifetime' ? `${name}, for good` : name;
}
