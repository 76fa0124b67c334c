import type { StripeContext } from '../api/context';

/** Dashboard settings for failed payments and reminders. */
export interface BillingSettings {
  /**
   * Hours from the first failure to each retry: eight attempts in two weeks, the first retry after 32 hours
   * (docs/providers/stripe.md#failed-payments).
   */
  retryHours: number[];
  /** The subscription's status after the last retry has failed. */
  afterLastRetry: 'cancel' | 'unpaid' | 'past_due';
  /** Whether the invoice is then uncollectible, or stays open. */
  invoiceAfterLastRetry: 'open' | 'uncollectible';
  /** `invoice.upcoming` is sent this many days before a renewal. */
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
