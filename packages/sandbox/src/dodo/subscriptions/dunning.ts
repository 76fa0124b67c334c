import { BRAND_ID } from '../business';
import type { Dodo } from '../dodo';
import type { SubscriptionRecord } from '../records/subscription';
import { stamp } from '../time/stamp';
import { recordEvent } from '../webhooks/record';

/** Sends the events of the dunning campaign that runs while a payment is due. The sandbox stores no object for it. */
export function dunning(
  dodo: Dodo,
  type: 'dunning.started' | 'dunning.recovered',
  row: SubscriptionRecord,
  paymentId: string,
): void {
  if (dodo.switches.get('dunning_events') === 'off') return;
  recordEvent(dodo, type, row.id, {
    brand_id: BRAND_ID,
    created_at: stamp(dodo.now()),
    customer_id: row.customerId,
    status: type === 'dunning.started' ? 'recovering' : 'recovered',
    subscription_id: row.id,
    trigger_state: row.status === 'past_due' ? 'past_due' : 'on_hold',
    payment_id: paymentId,
  });
}
