import type DodoPayments from 'dodopayments';
import { objectIdIn } from '../envelope';
import type { ProviderEvent, SyncTarget, SyncTargetKind } from '../snapshots';

/** The `data` of an event: the object at the time of this delivery attempt, not of the event. */
export type Payload = Readonly<Record<string, unknown>>;
type TargetOf = (data: Payload) => SyncTarget | null;

/** Known but irrelevant: we sell no metered credits, and payouts and abandoned carts don't affect access. */
const nothing: TargetOf = () => null;

/** The target of each event. An event is a hint: nothing but these ids is read from it. */
const TARGETS = {
  'payment.succeeded': paid,
  'payment.failed': paid,
  'payment.processing': paid,
  'payment.cancelled': paid,
  'refund.succeeded': payment,
  'refund.failed': payment,
  'dispute.opened': payment,
  'dispute.expired': payment,
  'dispute.accepted': payment,
  'dispute.cancelled': payment,
  'dispute.challenged': payment,
  'dispute.won': payment,
  'dispute.lost': payment,
  'subscription.active': subscription,
  'subscription.renewed': subscription,
  'subscription.on_hold': subscription,
  'subscription.past_due': subscription,
  'subscription.paused': subscription,
  'subscription.unpaused': subscription,
  'subscription.cancelled': subscription,
  'subscription.failed': subscription,
  'subscription.expired': subscription,
  'subscription.plan_changed': subscription,
  'subscription.updated': subscription,
  'subscription.update_payment_method': subscription,
  'dunning.started': subscription,
  'dunning.recovered': subscription,
  'license_key.created': license,
  'payout.created': nothing,
  'payout.on_hold': nothing,
  'payout.in_progress': nothing,
  'payout.failed': nothing,
  'payout.success': nothing,
  'credit.added': nothing,
  'credit.deducted': nothing,
  'credit.expired': nothing,
  'credit.rolled_over': nothing,
  'credit.rollover_forfeited': nothing,
  'credit.overage_charged': nothing,
  'credit.overage_reset': nothing,
  'credit.manual_adjustment': nothing,
  'credit.balance_low': nothing,
  'abandoned_checkout.detected': nothing,
  'abandoned_checkout.recovered': nothing,
  'entitlement_grant.created': nothing,
  'entitlement_grant.delivered': nothing,
  'entitlement_grant.failed': nothing,
  'entitlement_grant.revoked': nothing,
} as const satisfies Record<DodoPayments.WebhookEventType, TargetOf>;

export const EVENT_TYPES = typesIn(TARGETS);

/** The events to subscribe an endpoint to: those that concern us. */
export const HANDLED_TYPES = EVENT_TYPES.filter((type) => TARGETS[type] !== nothing);

function typesIn<T extends string>(targets: Record<T, unknown>): T[] {
  // `Object.keys` loses the type of the keys.
  return Object.keys(targets) as T[];
}

export function targetOf(type: string, data: Payload): Pick<ProviderEvent, 'target' | 'reason'> {
  if (!isHandled(type)) return { target: null, reason: 'unknown type' };
  const target = TARGETS[type](data);
  return target === null ? { target, reason: 'nothing to settle' } : { target, reason: null };
}

function isHandled(type: string): type is keyof typeof TARGETS {
  return Object.hasOwn(TARGETS, type);
}

/** A subscription's payment comes with it. One for several subscriptions, which we never sell, is synced alone. */
function paid(data: Payload): SyncTarget | null {
  const several: unknown[] = Array.isArray(data.subscription_ids) ? data.subscription_ids : [];
  const only = several.length === 1 ? several[0] : null;
  return to('subscription', data.subscription_id) ?? to('subscription', only) ?? payment(data);
}

function payment(data: Payload): SyncTarget | null {
  return to('payment', data.payment_id);
}

function subscription(data: Payload): SyncTarget | null {
  return to('subscription', data.subscription_id);
}

function license(data: Payload): SyncTarget | null {
  return to('license', data.id);
}

function to(kind: SyncTargetKind, ref: unknown): SyncTarget | null {
  const id = objectIdIn(ref);
  return id === null ? null : { kind, id };
}
