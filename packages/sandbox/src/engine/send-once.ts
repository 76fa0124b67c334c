import type { Attempt, DeliveryRecord, Endpoint, ProviderDelivery } from './delivery-record';
import type { Faults, Provider } from './faults';
import { type Posted, post } from './post';
import type { Table } from './store';

/** A wrong but well-formed secret, for the fault `wrong_signature` and for previews. */
export const FALSE_SECRET = `whsec_${Buffer.from('not the secret of this endpoint').toString('base64')}`;

/** Result of one attempt. */
export type Sent = Posted & Pick<Attempt, 'requestBody' | 'requestHeaders' | 'fault'>;

interface Sender {
  providers: ReadonlyMap<Provider, ProviderDelivery>;
  endpoints: Table<Endpoint>;
  faults: Faults;
}

const NOTHING_SENT = { status: null, ms: 0, body: '', requestBody: null, requestHeaders: null, fault: null };

/**
 * Makes one attempt: rendered and signed now, then posted. Never throws: errors are part of the result. `scheduled` is
 * false for manual attempts, which are also sent to disabled endpoints.
 */
export async function sendOnce(sender: Sender, record: DeliveryRecord, scheduled: boolean): Promise<Sent> {
  const { providers, endpoints, faults } = sender;
  const provider = providers.get(record.provider);
  const endpoint = endpoints.get(record.endpointId);
  if (!provider || !endpoint) return { ...NOTHING_SENT, error: 'The endpoint was removed.' };
  if (scheduled && !endpoint.enabled) return { ...NOTHING_SENT, error: 'The endpoint is disabled.' };
  if (faults.strike(record.provider, ['endpoint_down'], record.type)) {
    return { ...NOTHING_SENT, error: 'The endpoint is down (injected fault).', fault: 'endpoint_down' };
  }
  const wrong = faults.strike(record.provider, ['wrong_signature'], record.type);
  const signer = wrong ? { ...endpoint, secrets: [FALSE_SECRET] } : endpoint;
  try {
    const { body, headers } = provider.render(record.eventId, signer, Math.floor(Date.now() / 1000));
    const answer = await post(endpoint.url, headers, body, provider.timeoutMs);
    return { ...answer, requestBody: body, requestHeaders: headers, fault: wrong ? 'wrong_signature' : null };
  } catch (error) {
    return { ...NOTHING_SENT, error: `The event could not be rendered: ${String(error)}` };
  }
}
