import type { StripeContext } from '../api/context';
import { invalidRequest, resourceMissing } from '../api/errors';
import { listOf, listParams } from '../api/list';
import { p } from '../api/params';
import type { Resource } from '../api/resource';
import { defineRoute } from '../api/route';
import type { EventRecord } from '../api/tables';
import { pushEvent } from '../cli/listeners';
import { registerSender } from './sender';
import { showEvent } from './show';

const url = '/v1/events';
const KEPT = 30 * 86_400;

/** Events are available for thirty days. */
const readable = (ctx: StripeContext, event: EventRecord): boolean => event.recorded > ctx.now() - KEPT;

function eventOf(ctx: StripeContext, id: string): EventRecord {
  const event = ctx.tables.events.get(id);
  if (event && readable(ctx, event)) return event;
  throw resourceMissing('event', id);
}

/** `invoice.*` and `*` match groups. */
function matches(pattern: string, type: string): boolean {
  return pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : type === pattern;
}

function delivered(ctx: StripeContext, id: string): boolean {
  return ctx.world.deliveries.list({ eventId: id }).every((delivery) => delivery.state === 'delivered');
}

/** How many endpoints haven't received it yet. */
function waiting(ctx: StripeContext, id: string): number {
  return ctx.world.deliveries.list({ eventId: id }).filter((delivery) => delivery.state === 'pending').length;
}

export const events: Resource = {
  routes: [
    defineRoute({
      method: 'GET',
      path: url,
      params: {
        ...listParams,
        delivery_success: p.boolean(),
        type: p.string(),
        types: p.array(p.string(), { max: 20 }),
      },
      handler(ctx, { params: { type, types, delivery_success, ...page } }) {
        if (type !== undefined && types !== undefined) {
          throw invalidRequest('You may only pass one of `type` or `types`.', {
            code: 'parameters_exclusive',
            param: 'types',
          });
        }
        const wanted = types ?? (type === undefined ? undefined : [type]);
        const exact = type !== undefined && !type.includes('*');
        return listOf<EventRecord>(page, {
          url,
          label: 'event',
          source: exact ? ctx.tables.events.each('type', type) : ctx.tables.events.newestFirst(),
          where: (event) =>
            readable(ctx, event) &&
            (wanted === undefined || wanted.some((pattern) => matches(pattern, event.type))) &&
            (delivery_success === undefined || delivered(ctx, event.id) === delivery_success),
        });
      },
    }),
    defineRoute({ method: 'GET', path: '/v1/events/:id', handler: (ctx, { id }) => eventOf(ctx, id) }),
    // Private: used by `stripe events resend` (docs/providers/stripe.md#stripe-cli).
    defineRoute({
      method: 'POST',
      path: '/v1/events/:id/retry',
      params: { webhook_endpoint: p.string(), account: p.string(), for_stripecli: p.boolean() },
      handler(ctx, { id, params }) {
        const event = eventOf(ctx, id);
        const endpoint = params.webhook_endpoint;
        if (endpoint !== undefined && ctx.world.deliveries.endpoints.get(endpoint)?.provider !== 'stripe') {
          throw resourceMissing('webhook endpoint', endpoint, 'webhook_endpoint');
        }
        if (params.for_stripecli) {
          pushEvent(ctx, event);
          return event;
        }
        // Not awaited: the endpoint may be the very process that sent this request.
        void ctx.world.deliveries.resend(id, endpoint);
        return event;
      },
    }),
  ],
  serializers: {
    event: (ctx, event: EventRecord) => showEvent({ ...event, pending_webhooks: waiting(ctx, event.id) }),
  },
  start: registerSender,
};
