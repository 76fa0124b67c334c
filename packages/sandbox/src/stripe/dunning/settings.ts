import type { StripeContext } from '../api/kit';

/** What a business sets on its dashboard about failed payments and reminders. */
export interface BillingSettings {
  /**
   * Hours after the first failure at which it is tried again: eight tries in two weeks, the first after 32 hours
   * (docs/providers/stripe.md#failed-payments).
   */
  retryHours: number[];
  /** What becomes of the subscription when the last try has failed. */
  afterLastRetry: 'cancel' | 'unpaid' | 'past_due';
  /** Whether the invoice is then written off, or stays open. */
  invoiceAfterLastRetry: 'open' | 'uncollectible';
  /** Days before a renewal at which `invoice.upcoming` is sent. */
  upcomingDays: number;
}

const standard: BillingSettings = {
  retryHours: [32, 80, 128, 176, 224, 272, 320],
  afterLastRetry: 'cancel',
  invoiceAfterLastRetry: 'open',
  upcomingDays: 7,
};

const tableOf = (ctx: StripeContext) => ctx.world.store.table<Partial<BillingSettings>>('stripe.billing-settings');

export function billingSettings(ctx: StripeContext): BillingSettings {
  return { ...standard, ...tableOf(ctx).get('account') };
}

export function changeBillingSettings(ctx: StripeContext, change: Partial<BillingSettings>): BillingSettings {
  tableOf(ctx).put('account', { ...billingSettings(ctx), ...change });
  return billingSettings(ctx);
}
