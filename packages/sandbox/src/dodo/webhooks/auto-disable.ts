import type { Endpoint } from '../../engine/deliveries';
import type { Dodo } from '../dodo';

/** Attempts per delivery, including the immediate one (docs.dodopayments.com/developer-resources/webhooks). */
export const ATTEMPTS = 8;

/** Notes at the endpoint that a delivery is at its last attempt. Whether it failed is checked at the next event. */
export function noteLastAttempt(dodo: Dodo, endpoint: Endpoint, eventId: string): void {
  if (dodo.switches.get('endpoint_auto_disable') === 'off') return;
  const { deliveries } = dodo.world;
  const delivery = deliveries.list({ eventId }).find((record) => record.endpointId === endpoint.id);
  const stored = deliveries.endpoints.get(endpoint.id);
  if (!stored || !delivery || delivery.tries < ATTEMPTS - 1) return;
  stored.lastAttemptOf = eventId;
  deliveries.endpoints.put(stored.id, stored);
}

/** Disables endpoints whose last attempt failed. Undocumented, hence a switch. */
export function disableExhausted(dodo: Dodo): void {
  if (dodo.switches.get('endpoint_auto_disable') === 'off') return;
  const { endpoints, list } = dodo.world.deliveries;
  for (const endpoint of endpoints.oldestFirst()) {
    const eventId = endpoint.lastAttemptOf;
    if (endpoint.provider !== 'dodo' || typeof eventId !== 'string') continue;
    const failed = list({ eventId }).some((record) => record.endpointId === endpoint.id && record.state === 'failed');
    if (failed) endpoint.enabled = false;
    endpoint.lastAttemptOf = null;
    endpoints.put(endpoint.id, endpoint);
  }
}
