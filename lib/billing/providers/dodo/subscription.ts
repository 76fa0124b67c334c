import type { EndReason, SubscriptionStatus } from '../../types';
import { ownMetadataOf } from '../metadata';
import type { NextCharge, SubscriptionSnapshot } from '../snapshots';
import { toDebt, type Unpaid, unpaidInvoices, unpaidOf } from './debt';
import type { History } from './history';
import { type AddonPrices, itemsOf } from './items';
import { toPayment } from './payment';
import { cardFacts } from './payment-method';
import { pendingChange } from './pending-change';
import type { ListedPayment, PaymentShape, SubscriptionShape } from './shapes';
import { subscriptionStatus } from './status';
import { at, atOrNull } from './time';
import { isTrial, trialEnd } from './trial';

/** What was fetched about a subscription in addition to the subscription itself. */
export interface Related {
  /** All payments, as listed. */
  readonly listed: readonly ListedPayment[];
  /** The fully fetched payments. */
  readonly payments: readonly PaymentShape[];
  readonly history: History;
  readonly addons: AddonPrices;
  /** The payment method it's charged with. */
  readonly method: Parameters<typeof cardFacts>[0];
  readonly nextCharge: NextCharge | null;
}

/** Dodo's subscription with its payments, normalized. Pure. Times are UTC, amounts minor units. */
export function toSubscription(raw: SubscriptionShape, related: Related): SubscriptionSnapshot {
  const { listed, payments, history } = related;
  const status = statusOf(raw, listed);
  const nextBilling = at(raw.next_billing_date);
  const unpaid = unpaidOf(raw, listed, history);
  const reason = status === 'ended' ? endReason(raw, unpaid) : null;
  return {
    externalId: raw.subscription_id,
    customerExternalId: raw.customer.customer_id,
    ownMetadata: ownMetadataOf(raw.metadata),
    status,
    providerStatus: raw.status,
    items: itemsOf(raw, related.addons),
    currency: raw.currency.toUpperCase(),
    amount: BigInt(raw.recurring_pre_tax_amount),
    collection: 'automatic',
    collectionPause: null,
    createdAt: at(raw.created_at),
    startedAt: at(raw.created_at),
    periodStart: at(raw.previous_billing_date),
    periodEnd: nextBilling,
    givenUntil: history.givenUntil,
    trialEnd: trialEnd(raw, listed),
    cancelAt: raw.cancel_at_next_billing_date ? nextBilling : null,
    canceledAt: atOrNull(raw.cancelled_at),
    endedAt:
      reason === null ? null : reason === 'scheduled' ? nextBilling : (atOrNull(raw.cancelled_at) ?? nextBilling),
    endReason: reason,
    debt: status === 'past_due' ? toDebt(raw, unpaid, payments) : null,
    nextCharge: related.nextCharge,
    pausedAt: status === 'paused' ? atOrNull(raw.paused_at) : null,
    // Dodo pauses immediately.
    pausesAt: null,
    ...pendingChange(raw),
    ...cardFacts(related.method),
    invoices: [...history.invoices, ...unpaidInvoices(raw, listed, unpaid, history, status === 'past_due')],
    payments: payments.map(toPayment),
  };
}

function statusOf(raw: SubscriptionShape, listed: readonly ListedPayment[]): SubscriptionStatus | null {
  // On hold with `paused_at`: a pause whose last invoice is open, not a failed renewal (SDK, Subscription.paused_at).
  if (raw.status === 'on_hold' && atOrNull(raw.paused_at) !== null) return 'paused';
  if (raw.status === 'active' && isTrial(raw, listed)) return 'trialing';
  return subscriptionStatus(raw.status);
}

/**
 * Dodo's docs disagree on whether a scheduled end arrives as `cancelled` or `expired` and whether it may come early;
 * the flag that scheduled it stays set, and reaching the end of the full term counts as scheduled too.
 */
function endReason(raw: SubscriptionShape, unpaid: Unpaid | null): EndReason {
  if (raw.cancel_at_next_billing_date || raw.status === 'expired') return 'scheduled';
  return unpaid === null ? 'immediate' : 'unpaid';
}
