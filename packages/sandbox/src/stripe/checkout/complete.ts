import type { StripeContext } from '../api/context';
import type { PaymentIntentRecord } from '../api/tables';
import type { CheckoutSessionRecord } from '../billing-tables';
import { onPaymentOutcome } from '../payment-intents/outcomes';
import { onSetupOutcome } from '../setup-intents/outcomes';
import { createSubscription } from '../subscriptions/create';
import { addressOf, type Typed } from './customer';
import { forgetExpiry } from './expire';
import { hiddenCheckout, saveHiddenCheckout, sessionOfIntent } from './hidden-state';
import { purchaseInvoice } from './purchase-invoice';
import { subscriptionParams } from './subscription-params';

export interface Settled {
  /** The intent that paid or is processing; null when there was nothing to pay. */
  intent: PaymentIntentRecord | null;
  /** The collected payment method. */
  method: string | null;
  typed: Typed;
}

/** The customer is done: fulfills the purchase and completes the session. */
export function completeSession(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  settled: Settled,
): CheckoutSessionRecord {
  const { intent, typed } = settled;
  const hidden = hiddenCheckout(ctx, session.id);
  const customer = ctx.tables.customers.get(session.customer ?? hidden.customer ?? '') ?? null;
  const waiting = intent !== null && intent.status !== 'succeeded';
  const made: Partial<CheckoutSessionRecord> = {};
  if (session.mode === 'subscription' && customer) {
    const payment = intent
      ? ({ kind: 'taken', intent: intent.id, processing: waiting } as const)
      : ({ kind: 'collect', offSession: false } as const);
    const subscription = createSubscription(
      ctx,
      subscriptionParams(ctx, session, hidden, customer, { ...settled, payment }),
    );
    Object.assign(made, { subscription: subscription.id, invoice: subscription.latest_invoice });
  }
  if (session.mode === 'payment') {
    Object.assign(made, { payment_intent: intent?.id ?? null });
    if (session.invoice_creation?.enabled && customer) {
      Object.assign(made, { invoice: purchaseInvoice(ctx, session, hidden, customer, intent).id });
    }
  }
  forgetExpiry(ctx, session.id);
  const complete: CheckoutSessionRecord = {
    ...session,
    ...made,
    customer: customer?.id ?? null,
    customer_details: {
      address: addressOf(typed),
      business_name: null,
      email: customer?.email ?? typed.email,
      individual_name: null,
      name: typed.name || null,
      phone: null,
      tax_exempt: customer?.tax_exempt ?? 'none',
      tax_ids: [],
    },
    payment_status: paymentStatus(session, settled, waiting),
    status: 'complete',
  };
  ctx.tables.checkoutSessions.put(session.id, complete);
  ctx.emit('checkout.session.completed', complete);
  return complete;
}

/**
 * A trial with a collected payment method counts as paid; one without it needs no payment
 * (docs/providers/stripe.md#checkout).
 */
function paymentStatus(
  session: CheckoutSessionRecord,
  { intent, method }: Settled,
  waiting: boolean,
): CheckoutSessionRecord['payment_status'] {
  if (session.mode === 'setup') return 'no_payment_required';
  if (waiting) return 'unpaid';
  if (intent) return 'paid';
  return session.mode === 'subscription' && method !== null ? 'paid' : 'no_payment_required';
}

const NOTHING_TYPED: Typed = { email: '', name: '', country: '', postalCode: '' };

/** After a challenge, or when a bank debit settles days later. */
export function startCheckoutOutcomes(ctx: StripeContext): void {
  onPaymentOutcome(ctx, (within, intent, outcome) => {
    const session = within.tables.checkoutSessions.get(sessionOfIntent(within, intent.id) ?? '');
    if (!session) return;
    if (session.status === 'open') answered(within, session, intent, outcome);
    else if (session.payment_status === 'unpaid') arrived(within, session, outcome);
  });
  onSetupOutcome(ctx, (within, intent, outcome) => {
    const session = within.tables.checkoutSessions.get(sessionOfIntent(within, intent.id) ?? '');
    if (session?.status !== 'open') return;
    const { typed } = hiddenCheckout(within, session.id);
    if (outcome === 'succeeded') {
      completeSession(within, session, { intent: null, method: intent.payment_method, typed: typed ?? NOTHING_TYPED });
    } else refused(within, session, intent.last_setup_error?.message);
  });
}

function answered(
  ctx: StripeContext,
  session: CheckoutSessionRecord,
  intent: PaymentIntentRecord,
  outcome: string,
): void {
  const { typed } = hiddenCheckout(ctx, session.id);
  if (outcome === 'failed') refused(ctx, session, intent.last_payment_error?.message);
  else if (outcome !== 'canceled') {
    completeSession(ctx, session, { intent, method: intent.payment_method, typed: typed ?? NOTHING_TYPED });
  }
}

function refused(ctx: StripeContext, session: CheckoutSessionRecord, message: string | undefined): void {
  saveHiddenCheckout(ctx, {
    ...hiddenCheckout(ctx, session.id),
    refusal: message ?? 'Your payment was not authenticated.',
  });
}

function arrived(ctx: StripeContext, session: CheckoutSessionRecord, outcome: string): void {
  if (outcome === 'succeeded') {
    const paid = ctx.tables.checkoutSessions.put(session.id, { ...session, payment_status: 'paid' });
    ctx.emit('checkout.session.async_payment_succeeded', paid);
  } else if (outcome === 'failed') ctx.emit('checkout.session.async_payment_failed', session);
}
