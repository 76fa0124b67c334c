import type { StripeContext } from '../api/context';
import { invalidRequest } from '../api/errors';
import { newId } from '../api/ids';
import { listOf, pageParams } from '../api/list';
import { p, required } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { TestClockRecord } from '../api/tables';
import type { Deleted } from '../api/wire';
import { deleteCustomer } from '../customers/deletion';
import { resumeAdvances, startAdvance } from './advance';

const url = '/v1/test_helpers/test_clocks';
const LIVES = 30 * 86_400;
const label = 'test clock';

/** Deletes a clock with its customers, whose subscriptions end. Emits test_helpers.test_clock.deleted. */
function deleteClock(ctx: StripeContext, clock: TestClockRecord): Deleted {
  for (const customer of ctx.tables.customers.by('test_clock', clock.id)) deleteCustomer(ctx, customer);
  ctx.world.clocks.cancel(expiryKey(clock.id));
  ctx.world.clocks.removeClock(clock.id);
  ctx.tables.testClocks.remove(clock.id);
  ctx.emit('test_helpers.test_clock.deleted', clock);
  return { id: clock.id, object: 'test_helpers.test_clock', deleted: true };
}

const expiryKey = (id: string): string => `stripe.clock.expire:${id}`;

export const testClocks: Resource = {
  routes: [
    defineRoute({
      method: 'POST',
      path: url,
      params: { frozen_time: required(p.timestamp()), customer: p.string(), name: p.string({ max: 300 }) },
      handler(ctx, { params }) {
        const owner =
          params.customer === undefined
            ? undefined
            : ctx.need(ctx.tables.customers, 'customer', params.customer, 'customer');
        if (owner?.test_clock) {
          throw invalidRequest(`Customer ${owner.id} already belongs to a test clock.`, { param: 'customer' });
        }
        const created = ctx.now();
        const id = newId('test_clock');
        ctx.world.clocks.addClock(id, params.frozen_time);
        const clock = ctx.tables.testClocks.put(id, {
          id,
          object: 'test_helpers.test_clock',
          created,
          deletes_after: created + LIVES,
          frozen_time: params.frozen_time,
          livemode: false,
          name: params.name ?? null,
          status: 'ready',
          status_details: {},
        });
        if (owner) ctx.tables.customers.put(owner.id, { ...owner, test_clock: id });
        const key = expiryKey(id);
        ctx.world.clocks.schedule({ at: clock.deletes_after, kind: 'stripe.clock.expire', key, data: { id } });
        ctx.emit('test_helpers.test_clock.created', clock);
        return clock;
      },
    }),
    defineRoute({
      method: 'GET',
      path: url,
      params: pageParams,
      handler: (ctx, { params }) =>
        listOf<TestClockRecord>(params, { url, label, source: ctx.tables.testClocks.newestFirst() }),
    }),
    defineRoute({
      method: 'GET',
      path: '/v1/test_helpers/test_clocks/:id',
      handler: (ctx, { id }) => ctx.need(ctx.tables.testClocks, label, id, 'test_clock', 404),
    }),
    defineRoute({
      method: 'DELETE',
      path: '/v1/test_helpers/test_clocks/:id',
      handler: (ctx, { id }) => deleteClock(ctx, ctx.need(ctx.tables.testClocks, label, id, 'test_clock', 404)),
    }),
    defineRoute({
      method: 'POST',
      path: '/v1/test_helpers/test_clocks/:id/advance',
      params: { frozen_time: required(p.timestamp()) },
      handler(ctx, { id, params }) {
        const clock = ctx.need(ctx.tables.testClocks, label, id, 'test_clock', 404);
        return startAdvance(ctx, clock, params.frozen_time);
      },
    }),
  ],
  start(ctx) {
    ctx.world.clocks.on('stripe.clock.expire', ({ id }: { id: string }) => {
      const clock = ctx.tables.testClocks.get(id);
      if (clock) deleteClock(ctx, clock);
    });
    resumeAdvances(ctx);
  },
};
