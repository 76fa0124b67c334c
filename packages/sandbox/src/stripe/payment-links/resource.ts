import type { StripeContext } from '../api/context';
import { included } from '../api/expand';
import { embeddedList, listOf, pageParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import { orderLines } from '../checkout/lines';
import { createLinkFields, linkFields } from './fields';
import { createLink, linkMode, linkParams, linkPatch, linkTable, type PaymentLinkRecord } from './record';

const url = '/v1/payment_links';
const label = 'payment_link';

function linesOf(ctx: StripeContext, id: string) {
  const params = linkParams(ctx, id);
  return orderLines(ctx, { mode: linkMode(ctx, params), line_items: params.line_items });
}

/** Links anyone can pay with: created in the Dashboard, sent by support. */
export const paymentLinks: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: createLinkFields,
      handler(ctx, { params }) {
        const link = createLink(ctx, params);
        ctx.emit('payment_link.created', link);
        return link;
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: { ...pageParams, active: p.boolean() },
      handler: (ctx, { params }) =>
        listOf<PaymentLinkRecord>(params, {
          url,
          label,
          source: linkTable(ctx).newestFirst(),
          where: ({ active }) => params.active === undefined || active === params.active,
        }),
    }),
    defineRoute({
      method: 'GET',
      path: `${url}/:id`,
      handler: (ctx, { id }) => ctx.need(linkTable(ctx), label, id),
    }),
    defineRoute({
      method: 'POST',
      path: `${url}/:id`,
      params: linkFields,
      handler(ctx, { id, params }) {
        const link = ctx.need(linkTable(ctx), label, id);
        return ctx.update(linkTable(ctx), link, linkPatch(link, params), 'payment_link.updated');
      },
    }),
    defineRoute({
      method: 'GET',
      path: `${url}/:id/line_items`,
      params: pageParams,
      handler(ctx, { id, params }) {
        ctx.need(linkTable(ctx), label, id);
        return listOf(params, { url: `${url}/${id}/line_items`, label: 'line item', source: linesOf(ctx, id) });
      },
    }),
  ],
  expandables: {
    'payment_link.line_items': included('list', (ctx, { id }: PaymentLinkRecord) =>
      embeddedList(linesOf(ctx, id), `${url}/${id}/line_items`),
    ),
  },
};
