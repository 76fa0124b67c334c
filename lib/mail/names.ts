/** Emails about payments and plans. Providers can send some of them too. */
export const BILLING_EMAILS = [
  'receipt',
  'refund',
  'refund-failed',
  'dispute-opened',
  'duplicate-subscription',
  'second-trial',
  'second-lifetime',
  'lifetime-replaces',
  'trial-ending',
  'renewing',
  'card-expiring',
  'canceled',
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

/**
 * Advance notices, which ask the provider first whether they are still true. They wait in a queue of their own, so that other
 * emails don't wait for a provider; the index `Email_notice_idx` names the same kinds.
 */
export const ADVANCE_NOTICES = ['trial-ending', 'renewing', 'card-expiring'] as const satisfies readonly BillingMail[];

export type BillingMail = (typeof BILLING_EMAILS)[number];

export type OutboxMail = BillingMail | 'account-deleted' | 'invitation' | 'not-done';

export function isBillingMail(name: string): name is BillingMail {
  return BILLING_EMAILS.some((known) => known === name);
}
