import { invalidRequest } from '../api/errors';
import { p, required } from '../api/params';
import { defineRoute } from '../api/route';
import { unsupported } from '../subscriptions/unsupported';
import { pauseFields, pauseSubscription, resumeFields, resumeSubscription } from './resume';

/** Routes for specific actions on a subscription. */
export const subscriptionActions = [
  defineRoute({
    method: 'POST',
    path: '/v1/subscriptions/:id/resume',
    params: resumeFields,
    handler: (ctx, { id, params }) => resumeSubscription(ctx, id, params),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/subscriptions/:id/pause',
    params: pauseFields,
    handler: (ctx, { id, params }) => pauseSubscription(ctx, id, params),
  }),
  defineRoute({
    method: 'POST',
    path: '/v1/subscriptions/:id/migrate',
    params: { billing_mode: required(p.object({ flexible: unsupported(), type: required(p.enumOf('flexible')) })) },
    handler(ctx, { id }) {
      const it = ctx.need(ctx.tables.subscriptions, 'subscription', id);
      if (it.billing_mode.type === 'flexible') {
        throw invalidRequest('This subscription already uses the flexible billing mode.', {
          param: 'billing_mode[type]',
        });
      }
      const billing_mode = {
        flexible: { proration_discounts: 'included' as const },
        type: 'flexible' as const,
        updated_at: ctx.now(it.customer),
      };
      return ctx.update(ctx.tables.subscriptions, it, { billing_mode }, 'customer.subscription.updated');
    },
  }),
  defineRoute({
    method: 'DELETE',
    path: '/v1/subscriptions/:id/discount',
    handler(ctx, { id }) {
      const it = ctx.need(ctx.tables.subscriptions, 'subscription', id);
      const [first] = it.discounts;
      if (first === undefined) throw invalidRequest('This subscription has no discount.', { code: 'resource_missing' });
      ctx.update(ctx.tables.subscriptions, it, { discounts: it.discounts.slice(1) }, 'customer.subscription.updated');
      return { id: first, object: 'discount', deleted: true, subscription: id };
    },
  }),
];
