import type { Level, Reason } from '@/lib/billing/access/decide';

const LEVELS: Record<Level, string> = { full: 'Full', read_only: 'Read-only', none: 'None' };

const REASONS: Record<Reason, string> = {
  never: 'no plan was ever bought',
  trial: 'the trial is running',
  paid: 'the current period is paid',
  canceling: 'the subscription was canceled and the paid period ends then',
  given: 'time was granted without a payment: a moved charge, an invoice that isn’t due yet, or paused collection',
  renewal_due: 'the period ended and no renewal has arrived',
  past_due: 'the renewal payment failed',
  lifetime: 'Lifetime was bought',
  granted: 'an operator gave it',
  disputed: 'a payment is disputed',
  refunded: 'the payment for it was refunded',
  charged_back: 'the payment for it was charged back',
  paused: 'the subscription is paused',
  unpaid: 'the provider gave up collecting the renewal',
  no_seats: 'the subscription has no seats',
  over_seats: 'more people are in the workspace than it has seats',
  ended: 'the subscription ended',
  pending: 'the first payment hasn’t succeeded',
};

/** What follows while a renewal is missing: full access during grace, read-only after it. */
const GRACE: Record<Level, string> = {
  full: '; grace lasts 7 days',
  read_only: ' and the 7 days of grace are over',
  none: '',
};

/** `Full access to Pro until 2026-12-01, because the current period is paid.` */
export function accessSentence(level: Level, plan: string, until: string | null, reason: Reason): string {
  const what = level === 'none' ? 'No access' : `${LEVELS[level]} access to ${plan}`;
  const end = until === null ? '' : ` until ${until}`;
  const grace = reason === 'past_due' || reason === 'renewal_due' ? GRACE[level] : '';
  return `${what}${end}, because ${REASONS[reason]}${grace}.`;
}
