import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { mergeMetadata } from '../api/metadata';
import type { CheckoutSessionRecord } from '../billing-tables';
import { checkEmail } from '../customers/patch';
import { money } from '../invoices/format';
import { minimumCharge } from '../payment-intents/minimum';
import { newSetupIntent } from '../setup-intents/record';
import { oneCurrency } from '../subscriptions/create-call';
import { redeemable } from '../subscriptions/discounts';
import { checkCheckout } from './checks';
import { planExpiry } from './expire';
import type { CheckoutParams } from './fields';
import { saveHiddenCheckout } from './hidden-state';
import { hasTrialData, orderLines, sessionSums, summed } from './lines';
import { sessionRecord } from './record';

/** `POST /v1/checkout/sessions`. @throws 400 like Stripe */
export function createCheckout(ctx: StripeContext, params: CheckoutParams): CheckoutSessionRecord {
  const customer =
    params.customer === undefined ? null : ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer');
  const now = ctx.now(customer?.id);
  checkCheckout(params, now);
  checkEmail(params.customer_email, 'customer_email');
  const lines = orderLines(ctx, params);
  const currency = lines[0]?.currency ?? params.currency ?? null;
  if (params.mode === 'subscription' && customer && currency) {
    oneCurrency(
      ctx,
      customer,
      lines.flatMap(({ price }) => (price ? [price] : [])),
      currency,
    );
  }
  const [requested = null] = params.discounts ?? [];
  const coupon = requested && redeemable(ctx, requested, 'discounts[0]', currency ?? undefined).coupon;
  const order = summed(ctx, lines, coupon, hasTrialData(params.subscription_data));
  const sums = sessionSums(order);
  checkMinimum(params, sums.amount_total ?? 0, currency);
  const setup = params.mode === 'setup' ? setupIntent(ctx, params) : null;
  const id = newId(params.mode === 'setup' ? 'setup_session' : 'checkout_session');
  const session = sessionRecord(params, {
    id,
    created: now,
    customer,
    currency,
    setupIntent: setup,
    discounts: requested
      ? [{ coupon: requested.coupon ?? null, promotion_code: requested.promotion_code ?? null }]
      : [],
    sums,
  });
  const { invoice_data: invoiceData } = session.invoice_creation ?? {};
  saveHiddenCheckout(ctx, {
    id,
    lines: order,
    discount: requested,
    subscriptionData: params.subscription_data ?? null,
    paymentIntentData: params.payment_intent_data ?? null,
    setupIntentData: params.setup_intent_data ?? null,
    invoiceData: session.invoice_creation?.enabled
      ? {
          description: invoiceData?.description ?? null,
          footer: invoiceData?.footer ?? null,
          metadata: invoiceData?.metadata ?? {},
        }
      : null,
    intent: null,
    refusal: null,
    typed: null,
    customer: null,
  });
  ctx.tables.checkoutSessions.put(id, session);
  planExpiry(ctx, session);
  return session;
}

function setupIntent(ctx: StripeContext, params: CheckoutParams): string {
  const data = params.setup_intent_data;
  const metadata = mergeMetadata(null, data?.metadata);
  return newSetupIntent(ctx, { customer: params.customer ?? null, description: data?.description ?? null, metadata })
    .id;
}

function checkMinimum(params: CheckoutParams, total: number, currency: string | null): void {
  if (params.mode !== 'payment' || total === 0 || currency === null || total >= minimumCharge(currency)) return;
  throw invalidRequest(
    `The Checkout Session's total amount due must add up to at least ${money(minimumCharge(currency), currency)} ${currency}`,
    { code: 'amount_too_small', param: 'line_items' },
  );
}
