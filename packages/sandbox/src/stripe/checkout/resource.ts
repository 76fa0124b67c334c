import { included, reference } from '../api/expand';
import { embeddedList, listOf, listParams, pageParams } from '../api/list';
import { mergeMetadata } from '../api/metadata';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { CheckoutSessionRecord } from '../billing-tables';
import { startCheckoutOutcomes } from './complete';
import { createCheckout } from './create-call';
import { expireSession, startExpiry } from './expire';
import { checkoutFields, checkoutUpdateFields } from './fields';
import { hiddenCheckout } from './hidden-state';
import { paymentPageRoutes } from './payment-pages';
import { sessionOut } from './serialize';

const url = '/v1/checkout/sessions';
const label = 'checkout.session';

export const checkout: Resource = {
  routes: [
    ...paymentPageRoutes,
    defineRoute({
      method: 'POST',
      path: url,
      params: checkoutFields,
      handler: (ctx, { params }) => createCheckout(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: {
        ...listParams,
        customer: p.string(),
        customer_details: p.object({ email: p.string() }),
        payment_intent: p.string(),
        payment_link: p.string(),
        status: p.enumOf('complete', 'expired', 'open'),
        subscription: p.string(),
      },
      handler(ctx, { params }) {
        const { customer, customer_details, payment_intent, payment_link, status, subscription } = params;
        const table = ctx.tables.checkoutSessions;
        const source =
          payment_intent !== undefined
            ? table.by('payment_intent', payment_intent)
            : subscription !== undefined
              ? table.by('subscription', subscription)
              : customer !== undefined
                ? table.by('customer', customer)
                : table.newestFirst();
        const email = customer_details?.email;
        return listOf<CheckoutSessionRecord>(params, {
          url,
          label,
          source,
          where: (it) =>
            (customer === undefined || it.customer === customer) &&
            (payment_link === undefined || it.payment_link === payment_link) &&
            (status === undefined || it.status === status) &&
            (email === undefined || it.customer_details?.email === email),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/checkout/sessions/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.checkoutSessions, label, id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/checkout/sessions/:id',
      params: checkoutUpdateFields,
      handler(ctx, { id, params }) {
        const session = ctx.need(ctx.tables.checkoutSessions, label, id);
        return ctx.update(ctx.tables.checkoutSessions, session, {
          metadata: mergeMetadata(session.metadata, params.metadata),
        });
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/checkout/sessions/:id/expire',
      handler: (ctx, { id }) => expireSession(ctx, ctx.need(ctx.tables.checkoutSessions, label, id)),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/checkout/sessions/:id/line_items',
      params: pageParams,
      handler(ctx, { id, params }) {
        ctx.need(ctx.tables.checkoutSessions, label, id);
        return listOf(params, {
          url: `${url}/${id}/line_items`,
          label: 'line item',
          source: hiddenCheckout(ctx, id).lines,
        });
      },
    }),
  ],
  expandables: {
    'checkout.session.customer': reference(
      'customer',
      (ctx, id) => ctx.tables.customers.get(id) ?? ctx.tables.deletedCustomers.get(id),
    ),
    'checkout.session.invoice': reference('invoice', (ctx, id) => ctx.tables.invoices.get(id)),
    'checkout.session.payment_intent': reference('payment_intent', (ctx, id) => ctx.tables.paymentIntents.get(id)),
    'checkout.session.setup_intent': reference('setup_intent', (ctx, id) => ctx.tables.setupIntents.get(id)),
    'checkout.session.subscription': reference('subscription', (ctx, id) => ctx.tables.subscriptions.get(id)),
    'checkout.session.discounts.coupon': reference('coupon', (ctx, id) => ctx.tables.coupons.get(id)),
    'checkout.session.discounts.promotion_code': reference('promotion_code', (ctx, id) =>
      ctx.tables.promotionCodes.get(id),
    ),
    'checkout.session.line_items': included<CheckoutSessionRecord>('item', (ctx, session) =>
      embeddedList(hiddenCheckout(ctx, session.id).lines, `${url}/${session.id}/line_items`),
    ),
    'checkout.session.total_details.breakdown': included<CheckoutSessionRecord>('*', (ctx, session) => ({
      discounts: session.total_details?.amount_discount
        ? [
            {
              amount: session.total_details.amount_discount,
              discount: breakdownDiscount(ctx.tables.discounts.newestFirst(), session),
            },
          ]
        : [],
      taxes: [],
    })),
    'item.price': { target: 'price' },
  },
  serializers: { 'checkout.session': (ctx, record: CheckoutSessionRecord) => sessionOut(ctx, record) },
  start(ctx) {
    startExpiry(ctx);
    startCheckoutOutcomes(ctx);
  },
};

function breakdownDiscount(
  discounts: Iterable<{ checkout_session: string | null }>,
  session: CheckoutSessionRecord,
): unknown {
  for (const discount of discounts) if (discount.checkout_session === session.id) return discount;
  return null;
}
