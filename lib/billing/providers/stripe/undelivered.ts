import type Stripe from 'stripe';
import type { ProviderEvent } from '../snapshots';
import { reading } from './errors';
import { toEvent } from './event';

/** Events that at least one endpoint hasn't received, newest first (docs: "Process undelivered webhook events"). */
export async function* undelivered(stripe: Stripe, since: Date): AsyncGenerator<ProviderEvent> {
  const created = { gte: Math.floor(since.getTime() / 1000) };
  let after: string | undefined;
  do {
    const from = after === undefined ? {} : { starting_after: after };
    const page = await reading(() => stripe.events.list({ delivery_success: false, created, limit: 100, ...from }));
    for (const event of page.data)
      yield toEvent({ ...event, data: { ...event.data, object: { ...event.data.object } } });
    after = page.has_more ? page.data.at(-1)?.id : undefined;
  } while (after !== undefined);
}
