import type DodoPayments from 'dodopayments';
import type { Address, Metadata } from '../api/fields';
import type { Interval } from '../time/calendar';
import type { Owed } from './payment';

/** A product as it stood when the subscription took it: later price changes leave running subscriptions alone. */
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
  /** Billing cycles it still covers; null: all of them. */
  cyclesRemaining: number | null;
}

/** A plan change that is being paid for, with what it does to dates and credit. */
export interface PlanChange {
  plan: Plan;
  discounts: AppliedDiscount[];
  /** Null when the billing dates stay as they are. */
  period: { start: number; end: number } | null;
  creditUsed: number;
  creditGranted: number;
  /** A first paid period ends a trial. */
  endsTrial: boolean;
  replacesSchedule: boolean;
}

/** A plan change that takes effect with the next billing date. */
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
  /** What a paid trial costs; null for a free one or none. */
  trialAmount: number | null;
  /** Null as soon as the trial is over. */
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
  /** The bank debit of a renewal that is under way: until it settles nothing else is charged for the period. */
  debitPaymentId: string | null;
  /** The payment a waiting plan change hangs on. */
  pendingChangePaymentId: string | null;
  /** Credit from downgrades in minor units, used up by later charges. */
  credit: number;
  owed: Owed | null;
  retriesDone: number;
  /** Ordered by a control route: how many of the next charges without the customer fail, whatever the card. */
  failNext: number;
  taxId: string | null;
  businessName: string | null;
  sessionId: string | null;
  customFields: { key: string; value: string }[] | null;
}
