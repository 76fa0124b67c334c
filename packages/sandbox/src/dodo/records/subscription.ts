import type DodoPayments from 'dodopayments';
import type { Address, Metadata } from '../api/fields';
import type { Interval } from '../time/calendar';
import type { Owed } from './payment';

/** A snapshot of the product when it was subscribed: later price changes don't affect existing subscriptions. */
export interface Plan {
  productId: string;
  quantity: number;
  addons: PlanAddon[];
  unitPrice: number;
  taxInclusive: boolean;
  frequency: { count: number; interval: Interval };
  period: { count: number; interval: Interval };
  meters: PlanMeter[];
}

export interface PlanAddon {
  addonId: string;
  quantity: number;
  unitPrice: number;
}

export interface PlanMeter {
  meterId: string;
  freeThreshold: number;
  /** Decimal text, in minor units. */
  pricePerUnit: string | null;
}

export interface AppliedDiscount {
  discountId: string;
  position: number;
  /** Remaining billing cycles; null: all. */
  cyclesRemaining: number | null;
}

/** A plan change that awaits its payment, with its effects on dates and credit. */
export interface PlanChange {
  plan: Plan;
  discounts: AppliedDiscount[];
  /** Null when the billing dates don't change. */
  period: { start: number; end: number } | null;
  creditUsed: number;
  creditGranted: number;
  /** The first paid period ends a trial. */
  endsTrial: boolean;
  replacesSchedule: boolean;
}

/** A plan change that takes effect on the next billing date. */
export interface ScheduledChange {
  id: string;
  createdMs: number;
  plan: Plan;
  discounts: AppliedDiscount[];
}

export interface SubscriptionRecord {
  id: string;
  createdMs: number;
  status: DodoPayments.SubscriptionStatus;
  customerId: string;
  currency: DodoPayments.Currency;
  billing: Address;
  plan: Plan;
  discounts: AppliedDiscount[];
  metadata: Metadata;
  trialDays: number;
  /** Price of a paid trial; null for a free trial or none. */
  trialAmount: number | null;
  /** Null once the trial is over. */
  trialEndsMs: number | null;
  previousBillingMs: number;
  nextBillingMs: number;
  anchorDay: number;
  expiresMs: number;
  cancelAtNext: boolean;
  cancelledMs: number | null;
  cancelFeedback: DodoPayments.CancellationFeedback | null;
  cancelComment: string | null;
  pausedMs: number | null;
  pastDueEndsMs: number | null;
  methodId: string | null;
  onDemand: boolean;
  scheduled: ScheduledChange | null;
  /** The renewal's bank debit that is processing. Until it settles, nothing else is charged for the period. */
  debitPaymentId: string | null;
  /** The payment that a waiting plan change depends on. */
  pendingChangePaymentId: string | null;
  /** Credit from downgrades in minor units. Later charges use it. */
  credit: number;
  owed: Owed | null;
  retriesDone: number;
  /** Set by a control route: how many of the next off-session charges fail, regardless of the card. */
  failNext: number;
  taxId: string | null;
  businessName: string | null;
  sessionId: string | null;
  customFields: { key: string; value: string }[] | null;
}
