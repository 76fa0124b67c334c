/** The mails that follow from what happens to money and plans. Providers could write some of them too. */
export const BILLING_MAILS = [
  'receipt',
  'refund',
  'duplicate-subscription',
  'second-lifetime',
  'lifetime-replaces',
  'trial-ending',
  'renewing',
  'card-expiring',
  'cancelled',
  'cancel-undone',
  'change-planned',
  'change-undone',
  'plan-changed',
  'ended',
  'payment-failed',
  'action-required',
  'access-limited',
  'final-notice',
  'recovered',
] as const;

export type BillingMail = (typeof BILLING_MAILS)[number];

/** Every kind the outbox knows. */
export type OutboxMail = BillingMail | 'account-deleted';

export function isBillingMail(name: string): name is BillingMail {
  return BILLING_MAILS.some((known) => known === name);
}
