import type Stripe from 'stripe';
import { objectIdIn } from '../envelope';
import { METADATA } from '../metadata';
import type { ProviderEvent, SyncTarget, SyncTargetKind } from '../snapshots';
import { idOf, type Ref } from './shapes';

/** The object inside an event, in whatever API version its endpoint was created with. */
export type Payload = Readonly<Record<string, unknown>>;
type TargetOf = (object: Payload) => SyncTarget | null;

/**
 * The target of each event. An event is a hint: nothing but these ids is read from it. `payment_intent.*` and
 * `charge.succeeded` repeat what an invoice or a session already says, so they're left out
 * (docs/providers/stripe.md#webhooks).
 */
const TARGETS = {
  'checkout.session.completed': session,
  'checkout.session.async_payment_succeeded': session,
  'checkout.session.async_payment_failed': session,
  'checkout.session.expired': session,
  'customer.subscription.created': self('subscription'),
  'customer.subscription.updated': self('subscription'),
  'customer.subscription.deleted': self('subscription'),
  'customer.subscription.paused': self('subscription'),
  'customer.subscription.resumed': self('subscription'),
  'customer.subscription.trial_will_end': self('subscription'),
  'customer.subscription.pending_update_applied': self('subscription'),
  'customer.subscription.pending_update_expired': self('subscription'),
  'subscription_schedule.created': scheduled,
  'subscription_schedule.updated': scheduled,
  'subscription_schedule.released': scheduled,
  'subscription_schedule.canceled': scheduled,
  'subscription_schedule.completed': scheduled,
  'subscription_schedule.aborted': scheduled,
  'invoice.finalized': invoice,
  'invoice.finalization_failed': invoice,
  'invoice.paid': invoice,
  'invoice.payment_succeeded': invoice,
  'invoice.payment_failed': invoice,
  'invoice.payment_action_required': invoice,
  'invoice.marked_uncollectible': invoice,
  'invoice.voided': invoice,
  'credit_note.created': credited,
  'credit_note.voided': credited,
  'charge.refunded': payment,
  'charge.refund.updated': payment,
  'refund.created': payment,
  'refund.updated': payment,
  'refund.failed': payment,
  'charge.dispute.created': payment,
  'charge.dispute.updated': payment,
  'charge.dispute.funds_withdrawn': payment,
  'charge.dispute.funds_reinstated': payment,
  'charge.dispute.closed': payment,
  'customer.updated': self('customer'),
  'customer.deleted': self('customer'),
  'payment_method.automatically_updated': (object) => to('customer', object.customer),
} as const satisfies Partial<Record<Stripe.Event['type'], TargetOf>>;

/** The events to subscribe an endpoint to. */
// `Object.keys` loses the type of the keys.
export const EVENT_TYPES = Object.keys(TARGETS) as (keyof typeof TARGETS)[];

export function targetOf(type: string, object: Payload): Pick<ProviderEvent, 'target' | 'reason'> {
  if (!isHandled(type)) return { target: null, reason: 'unknown type' };
  const target = TARGETS[type](object);
  return target === null ? { target, reason: 'nothing to settle' } : { target, reason: null };
}

function isHandled(type: string): type is keyof typeof TARGETS {
  return Object.hasOwn(TARGETS, type);
}

function self(kind: SyncTargetKind): TargetOf {
  return (object) => to(kind, object.id);
}

/** What the session led to: a card, a subscription, or a payment (an invoice if a code paid it); else its customer. */
function session(object: Payload): SyncTarget | null {
  return (
    (object.mode === 'setup' ? to('method', object.setup_intent) : null) ??
    to('subscription', object.subscription) ??
    to('payment', object.payment_intent) ??
    to('payment', object.invoice) ??
    to('customer', object.customer)
  );
}

/**
 * Since basil the subscription is under `parent`; before that, on the invoice itself
 * (docs/providers/stripe.md#api-versions).
 */
function invoice(object: Payload): SyncTarget | null {
  const details = inner(inner(object, 'parent'), 'subscription_details');
  return (
    to('subscription', details.subscription) ??
    to('subscription', object.subscription) ??
    to('payment', object.payment_intent) ??
    billedByHand(object)
  );
}

/** A paid invoice that none of our checkouts created: someone billed the customer manually. */
function billedByHand(object: Payload): SyncTarget | null {
  const metadata = inner(object, 'metadata');
  const paid = typeof object.amount_paid === 'number' && object.amount_paid > 0;
  return paid && metadata[METADATA.app] === undefined ? to('payment', object.id) : null;
}

/** Refunds, disputes and charges all name their payment intent. */
function payment(object: Payload): SyncTarget | null {
  return to('payment', object.payment_intent);
}

/** A credit note names only its invoice. What it returned is read with the payment that collected the invoice. */
function credited(object: Payload): SyncTarget | null {
  return to('payment', object.invoice);
}

function scheduled(object: Payload): SyncTarget | null {
  return to('subscription', object.subscription) ?? to('subscription', object.released_subscription);
}

function to(kind: SyncTargetKind, ref: unknown): SyncTarget | null {
  const id = objectIdIn(idOf(isRef(ref) ? ref : null));
  return id === null ? null : { kind, id };
}

function isRef(value: unknown): value is Ref {
  if (typeof value === 'string') return true;
  return typeof value === 'object' && value !== null && 'id' in value && typeof value.id === 'string';
}

function inner(object: Payload, key: string): Payload {
  const value = object[key];
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
