import { cardError, invalidRequest } from '../api/errors';
import type { StripeContext } from '../api/kit';
import { p } from '../api/params';
import { defineRoute, type Route } from '../api/route';
import type { CheckoutSessionRecord } from '../billing-tables';
import { payCheckout } from '../checkout/pay';
import { paymentMethodOf } from '../payment-methods/attach';

/** A hosted page as its own scripts see it, as far as the CLI's recipes look. */
const pageOf = (ctx: StripeContext, session: CheckoutSessionRecord): object => ({
  id: session.id.replace('cs_test_', 'ppage_'),
  object: 'checkout.session',
  session_id: session.id,
  currency: session.currency,
  livemode: false,
  mode: session.mode,
  payment_intent: session.payment_intent,
  payment_status: session.payment_status,
  setup_intent: session.setup_intent,
  state: session.status === 'complete' ? 'succeeded' : 'active',
  status: session.status,
  subscription: session.subscription,
  success_url: session.success_url,
  total_summary: { due: session.amount_total, subtotal: session.amount_subtotal, total: session.amount_total },
  url: ctx.show(session).url,
});

/** Private: how the CLI's recipes complete a Checkout Session without a browser (stripe.md §2.8). */
export const paymentPageRoutes: Route[] = [
  defineRoute({
    method: 'GET',
    path: '/v1/payment_pages/:session',
    handler: (ctx, { session }) => pageOf(ctx, ctx.need(ctx.tables.checkoutSessions, 'checkout.session', session)),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/payment_pages/:session/confirm',
    params: { payment_method: p.string(), expected_amount: p.integer(), eid: p.string(), key: p.string() },
    handler(ctx, { session: id, params }) {
      const session = ctx.need(ctx.tables.checkoutSessions, 'checkout.session', id);
      if (params.expected_amount !== undefined && params.expected_amount !== session.amount_total) {
        throw invalidRequest('The amount of this Checkout Session has changed.', {
          code: 'checkout_amount_mismatch',
          param: 'expected_amount',
        });
      }
      const method = params.payment_method === undefined ? null : paymentMethodOf(ctx, params.payment_method);
      const { email, name, address } = method?.billing_details ?? {};
      const result = payCheckout(ctx, id, {
        method,
        typed: {
          email: email ?? '',
          name: name ?? '',
          country: address?.country ?? 'US',
          postalCode: address?.postal_code ?? '',
        },
      });
      if (result.kind === 'declined') {
        throw cardError({ code: result.code ?? 'card_declined', message: result.message });
      }
      return pageOf(ctx, ctx.need(ctx.tables.checkoutSessions, 'checkout.session', id));
    },
  }),
];
