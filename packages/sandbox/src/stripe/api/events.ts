import { API_VERSION, type RequestFacts, type StripeContext } from './context';
import { newId } from './ids';
import { signal } from './signal';
import type { EventRecord } from './tables';
import type { StripeObject } from './wire';

export interface EventOptions {
  /** The request that caused it. Defaults to the context's own; null for what Stripe does automatically. */
  request?: RequestFacts | null;
  /** Unix seconds. Defaults to the time on the object's own clock. */
  created?: number;
}

const happened = signal<[EventRecord]>();

/** Notified of every event after its deliveries were queued. */
export const onEvent = happened.on;

const PAYMENT_KINDS = new Set(['payment_intent', 'charge', 'refund', 'dispute']);

/** Stores an event with a snapshot of the object and queues its deliveries. */
export function recordEvent(
  ctx: StripeContext,
  type: string,
  record: StripeObject,
  previous: object | undefined,
  options: EventOptions = {},
): void {
  const id = newId(PAYMENT_KINDS.has(record.object) ? 'payment_event' : 'billing_event');
  const request = options.request === undefined ? ctx.request : options.request;
  const data = { object: ctx.wire(record), ...(previous ? { previous_attributes: previous } : {}) };
  const recorded = ctx.now();
  const event = ctx.tables.events.put(id, {
    id,
    object: 'event',
    api_version: API_VERSION,
    created: options.created ?? eventTime(ctx, record),
    data: JSON.stringify(data),
    pending_webhooks: listeners(ctx, type),
    request: { id: request?.id ?? null, idempotency_key: request?.idempotency_key ?? null },
    type,
    recorded,
  });
  if (ctx.tables.events.size % 1000 === 0) letGo(ctx, recorded);
  ctx.world.deliveries.emit('stripe', id, type);
  happened.tell(ctx, event);
}

/** Events of customers with a test clock have the clock's time (docs/providers/stripe.md#test-clocks). */
function eventTime(ctx: StripeContext, record: StripeObject): number {
  if (record.object === 'customer') return ctx.now(record.id);
  if ('customer' in record && typeof record.customer === 'string') return ctx.now(record.customer);
  return ctx.now();
}

function listeners(ctx: StripeContext, type: string): number {
  let count = 0;
  for (const endpoint of ctx.world.deliveries.endpoints.newestFirst()) {
    if (endpoint.provider !== 'stripe' || !endpoint.enabled) continue;
    if (endpoint.types === '*' || endpoint.types.includes('*') || endpoint.types.includes(type)) count++;
  }
  return count;
}

const READABLE = 30 * 86_400;
const KEPT_ANYWAY = 10_000;

/** Removes events that the API no longer returns, except the newest ones, which may not be delivered yet. */
function letGo(ctx: StripeContext, now: number): void {
  let surplus = ctx.tables.events.size - KEPT_ANYWAY;
  for (const event of ctx.tables.events.oldestFirst()) {
    if (surplus <= 0 || event.recorded > now - READABLE) return;
    ctx.tables.events.remove(event.id);
    surplus--;
  }
}
