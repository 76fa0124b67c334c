import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import type { CustomerRecord, PaymentIntentRecord, PaymentMethodRecord } from '../api/tables';
import type { CheckoutSessionRecord } from '../billing-tables';
import { takePayment } from '../payment-intents/take';
import { confirmSetup } from '../setup-intents/confirm';
import { newSetupIntent } from '../setup-intents/record';
import { firstAmount } from '../subscriptions/create';
import { inOrder } from '../subscriptions/staging';
import { completeSession, type Settled } from './complete';
import { checkoutCustomer, type Typed } from './customer';
import { hiddenCheckout, noteIntent, saveHiddenCheckout } from './hidden-state';
import { checkoutUrl } from './serialize';
import { subscriptionParams } from './subscription-params';

/** The customer's input on the page. No payment method if none is required. */
export interface CheckoutPayment {
  method: PaymentMethodRecord | null;
  typed: Typed;
}

export type CheckoutResult =
  | { kind: 'complete'; session: CheckoutSessionRecord }
  | { kind: 'declined'; message: string; code?: string }
  /** The customer must complete the challenge of this intent (`pi_…` or `seti_…`). */
  | { kind: 'challenge'; intent: string };

// The order of events in real runs (docs/providers/stripe.md#checkout).
const PAYMENT = [
  'charge.succeeded',
  'payment_intent.succeeded',
  'payment_intent.created',
  'checkout.session.completed',
];
const SUBSCRIPTION = [
  'charge.succeeded',
  'payment_method.attached',
  'customer.created',
  'customer.updated',
  'checkout.session.completed',
  'customer.subscription.created',
  'payment_intent.created',
  'payment_intent.succeeded',
];
const TRIAL = ['customer.created', 'payment_method.attached', 'setup_intent.created', 'setup_intent.succeeded'];

const SETUP = [
  'setup_intent.created',
  'setup_intent.succeeded',
  'payment_method.attached',
  'checkout.session.completed',
];

function orderOf({ mode, amount_total }: CheckoutSessionRecord): readonly string[] {
  if (mode === 'setup') return SETUP;
  if (mode === 'payment') return PAYMENT;
  return amount_total === 0 ? TRIAL : SUBSCRIPTION;
}

/**
 * Pays an open session with a payment method (or confirms it, if nothing is due). Used by the hosted page, the control
 * route and the CLI's private endpoint.
 * @throws 400 for a session that isn't open, or without an email where one is required
 */
export function payCheckout(ctx: StripeContext, id: string, payment: CheckoutPayment): CheckoutResult {
  const session = ctx.need(ctx.tables.checkoutSessions, 'checkout.session', id);
  if (session.status !== 'open') {
    throw invalidRequest(`This Checkout Session is ${session.status} and can no longer be paid.`, {
      code: 'checkout_session_not_open',
    });
  }
  const email = emailOf(ctx, session) ?? payment.typed.email;
  if (!email) throw invalidRequest('An email address is required.', { code: 'email_invalid', param: 'email' });
  const typed = { ...payment.typed, email };
  saveHiddenCheckout(ctx, { ...hiddenCheckout(ctx, id), typed, refusal: null });
  return inOrder(ctx, orderOf(session), (staged) => attempt(staged, session, { ...payment, typed }));
}

/** The email a session already has: the customer's, or the one it was created with. */
export const emailOf = (ctx: StripeContext, session: CheckoutSessionRecord): string | null =>
  ctx.tables.customers.get(session.customer ?? '')?.email ?? session.customer_email;

function attempt(ctx: StripeContext, session: CheckoutSessionRecord, payment: CheckoutPayment): CheckoutResult {
  const { method, typed } = payment;
  if (session.mode === 'setup') return save(ctx, session, payment, session.setup_intent);
  const customer = checkoutCustomer(ctx, session, hiddenCheckout(ctx, session.id), typed);
  const due = amountDue(ctx, session, customer);
  if (due > 0) return charge(ctx, session, payment, customer, due);
  if (session.mode === 'payment' || !method) {
    const settled: Settled = { intent: null, method: null, typed };
    return { kind: 'complete', session: completeSession(ctx, session, settled) };
  }
  return save(ctx, session, payment, null);
}

/** The amount due now, in minor units. A subscription's first invoice uses the customer's balance. */
export function amountDue(ctx: StripeContext, session: CheckoutSessionRecord, customer: CustomerRecord | null): number {
  if (session.mode !== 'subscription' || !customer) return session.amount_total ?? 0;
  const hidden = hiddenCheckout(ctx, session.id);
  return firstAmount(
    ctx,
    subscriptionParams(ctx, session, hidden, customer, { method: null, payment: { kind: 'client' } }),
  );
}

function charge(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  { method, typed }: CheckoutPayment,
  customer: CustomerRecord | null,
  amount: number,
): CheckoutResult {
  if (!method) throw invalidRequest('A payment method is needed.', { param: 'payment_method' });
  const hidden = hiddenCheckout(ctx, session.id);
  const data = hidden.paymentIntentData ?? {};
  const future = session.mode === 'subscription' ? 'off_session' : data.setup_future_usage;
  const result = takePayment(ctx, {
    customer: customer?.id ?? null,
    amount,
    currency: session.currency ?? 'usd',
    paymentMethod: method.id,
    offSession: false,
    description: session.mode === 'subscription' ? 'Subscription creation' : (data.description ?? null),
    metadata: metadataOf(data.metadata),
    methodTypes: session.payment_method_types,
    returnUrl: checkoutUrl(ctx, session.id),
    ...(hidden.intent ? { intent: hidden.intent } : {}),
    ...(future ? { setupFutureUsage: future } : {}),
    ...(data.statement_descriptor ? { statementDescriptor: data.statement_descriptor } : {}),
    ...(data.receipt_email ? { receiptEmail: data.receipt_email } : {}),
    ...(data.capture_method ? { captureMethod: data.capture_method } : {}),
  });
  noteIntent(ctx, hiddenCheckout(ctx, session.id), result.intent.id);
  if (result.outcome === 'requires_action') return { kind: 'challenge', intent: result.intent.id };
  if (result.outcome === 'declined' || result.outcome === 'waiting') return declined(ctx, session, result.error);
  return { kind: 'complete', session: completeSession(ctx, session, paidBy(result.intent, method, typed)) };
}

const paidBy = (intent: PaymentIntentRecord, method: PaymentMethodRecord, typed: Typed): Settled => ({
  intent,
  method: method.id,
  typed,
});

const metadataOf = (given: Record<string, string> | null | undefined): Record<string, string> => given ?? {};

/** Saves the payment method for later: setup mode, and subscriptions that start with nothing to pay. */
function save(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  { method, typed }: CheckoutPayment,
  intentId: string | null,
): CheckoutResult {
  if (!method) throw invalidRequest('A payment method is needed.', { param: 'payment_method' });
  const hidden = hiddenCheckout(ctx, session.id);
  const known = ctx.tables.setupIntents.get(intentId ?? hidden.intent ?? '');
  const intent = known ?? newSetupIntent(ctx, { customer: session.customer ?? hidden.customer });
  noteIntent(ctx, hidden, intent.id);
  const result = confirmSetup(ctx, intent, method, { returnUrl: checkoutUrl(ctx, session.id) });
  if (result.outcome === 'requires_action') return { kind: 'challenge', intent: intent.id };
  if (result.outcome === 'declined') return declined(ctx, session, result.error);
  const settled: Settled = { intent: null, method: result.intent.payment_method, typed };
  return { kind: 'complete', session: completeSession(ctx, session, settled) };
}

function declined(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  error: { message: string; code?: string } | undefined,
): CheckoutResult {
  const message = error?.message ?? 'Your card was declined.';
  saveHiddenCheckout(ctx, { ...hiddenCheckout(ctx, session.id), refusal: message });
  return { kind: 'declined', message, ...(error?.code ? { code: error.code } : {}) };
}
