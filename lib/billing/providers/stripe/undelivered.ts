import type Stripe from 'stripe';
import { inSequence, type List } from '../pages';
import type { ProviderEvent } from '../snapshots';
import { toEvent } from './event';
import { EVENT_TYPES } from './events';
import { listOf } from './list';

/** Types that a list of events filters by at most (docs.stripe.com/api/events/list). */
const MOST_TYPES = 20;

/**
 * Events of the handled types that at least one endpoint hasn't received, newest first for each group of types (docs:
 * "Process undelivered webhook events").
 */
export function undelivered(stripe: Stripe, since: Date): List<ProviderEvent> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  const groups = Array.from({ length: Math.ceil(EVENT_TYPES.length / MOST_TYPES) }, (_, group) =>
    EVENT_TYPES.slice(group * MOST_TYPES, (group + 1) * MOST_TYPES),
  );
  return inSequence(
    groups.map((types) =>
      listOf(
        (page) => stripe.events.list({ delivery_success: false, created, types, ...page }),
        (event) => [toEvent({ ...event, data: { ...event.data, object: { ...event.data.object } } })],
      ),
    ),
  );
}
