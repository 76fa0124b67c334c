import { invalidRequest } from '../api/errors';
import { reference } from '../api/expand';
import { inRange, listOf, listParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { SubscriptionScheduleRecord } from '../billing-tables';
import { cancelCall } from '../subscriptions/cancel-call';
import { periodOver } from '../subscriptions/renew';
import { createFields, updateFields } from './fields';
import { beginSchedule, createSchedule, updateSchedule } from './make';
import { planSchedule, startScheduleWarnings } from './plan';

import { releaseSchedule } from './release';

const url = '/v1/subscription_schedules';
const label = 'subscription schedule';

export const schedules: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: createFields,
      handler: (ctx, { params }) => createSchedule(ctx, params),
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: {
        ...listParams,
        canceled_at: p.range(),
        completed_at: p.range(),
        customer: p.string(),
        released_at: p.range(),
        scheduled: p.boolean(),
      },
      handler(ctx, { params }) {
        const table = ctx.tables.subscriptionSchedules;
        return listOf<SubscriptionScheduleRecord>(params, {
          url,
          label,
          source: params.customer === undefined ? table.newestFirst() : table.by('customer', params.customer),
          where: (it) =>
            (params.scheduled !== true || it.status === 'not_started') &&
            (['canceled_at', 'completed_at', 'released_at'] as const).every(
              (name) => params[name] === undefined || inRange(it[name] ?? -1, params[name]),
            ),
        });
      },
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/subscription_schedules/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.subscriptionSchedules, label, id),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/subscription_schedules/:id',
      params: updateFields,
      handler: (ctx, { id, params }) =>
        updateSchedule(ctx, ctx.need(ctx.tables.subscriptionSchedules, label, id), params),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/subscription_schedules/:id/release',
      params: { preserve_cancel_date: p.boolean() },
      handler: (ctx, { id }) => releaseSchedule(ctx, ctx.need(ctx.tables.subscriptionSchedules, label, id)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/subscription_schedules/:id/cancel',
      params: { invoice_now: p.boolean(), prorate: p.boolean() },
      handler(ctx, { id, params }) {
        const schedule = ctx.need(ctx.tables.subscriptionSchedules, label, id);
        if (schedule.status !== 'active' && schedule.status !== 'not_started') {
          throw invalidRequest(
            `You cannot cancel a subscription schedule that is currently in the \`${schedule.status}\` status.`,
          );
        }
        if (schedule.subscription !== null) {
          cancelCall(ctx, schedule.subscription, params);
          return ctx.need(ctx.tables.subscriptionSchedules, label, id);
        }
        const canceled_at = ctx.now(schedule.customer);
        const canceled = ctx.tables.subscriptionSchedules.put(id, { ...schedule, canceled_at, status: 'canceled' });
        planSchedule(ctx, canceled);
        ctx.emit('subscription_schedule.canceled', canceled);
        return canceled;
      },
    }),
  ],
  expandables: {
    'subscription_schedule.customer': reference('customer', (ctx, id) => ctx.tables.customers.get(id)),
    'subscription_schedule.subscription': reference('subscription', (ctx, id) => ctx.tables.subscriptions.get(id)),
    'subscription_schedule.phases.items.price': reference('price', (ctx, id) => ctx.tables.prices.get(id)),
  },
  start(ctx) {
    startScheduleWarnings(ctx);
    ctx.world.clocks.on('stripe.schedule', ({ id }: { id: string }) => {
      const schedule = ctx.tables.subscriptionSchedules.get(id);
      if (schedule?.status === 'not_started') beginSchedule(ctx, schedule);
      else if (schedule?.status === 'active' && schedule.subscription !== null) periodOver(ctx, schedule.subscription);
    });
  },
};
