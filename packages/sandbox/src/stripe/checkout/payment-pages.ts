import type { StripeContext } from '../api/context';
import { cardError, invalidRequest } from '../api/errors';
import { p, required } from '../api/params';
import { defineRoute } from '../api/route';
import { paymentMethodOf } from '../payment-methods/attach';
import { payCheckout } from './pay';

/**
 * The page behind a session, as the official CLI requests it (docs/providers/stripe.md#stripe-cli): its totals and
 * status.
 */
function paymentPage(ctx: StripeContext, id: string): object {
  const session = ctx.need(ctx.tables.checkoutSessions, 'payment_page', id);
  const { amount_subtotal: subtotal, amount_total: total, currency, mode, status } = session;
  return {
    id: id.replace(/^cs_test_/, 'ppage_').slice(0, 30),
    object: 'payment_page',
    currency,
    livemode: false,
    mode,
    session_id: id,
    status,
    total_summary: { due: total, subtotal, total },
  };
}

/** The requests of Checkout's own page. Only the CLI uses these from outside. */
export const paymentPageRoutes = [
  defineRoute({
    method: 'GET',
    path: '/v1/payment_pages/:id',
    handler: (ctx, { id }) => paymentPage(ctx, id),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/payment_pages/:id/confirm',
    params: { expected_amount: p.integer(), payment_method: required(p.string()) },
    handler(ctx, { id, params }) {
      const session = ctx.need(ctx.tables.checkoutSessions, 'payment_page', id);
      if (params.expected_amount !== undefined && params.expected_amount !== (session.amount_total ?? 0)) {
        throw invalidRequest('The amount has changed since the page was shown.', { param: 'expected_amount' });
      }
      const method = paymentMethodOf(ctx, params.payment_method);
      const { email, name, address } = method.billing_details;
      const result = payCheckout(ctx, id, {
        method,
        typed: {
          email: email ?? 'stripe@example.com',
          name: name ?? '',
          country: address?.country ?? 'US',
          postalCode: address?.postal_code ?? '',
        },
      });
      if (result.kind === 'declined') throw cardError({ code: 'card_declined', message: result.message });
      return paymentPage(ctx, id);
    },
  }),
];
