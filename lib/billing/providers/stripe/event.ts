import type { ProviderEvent } from '../snapshots';
import { type Payload, targetOf } from './events';
import { at } from './time';

/** An event's envelope, from a webhook or the API; its object is in whatever version it was created with. */
interface Envelope {
  readonly id: string;
  readonly type: string;
  /** Unix seconds. */
  readonly created: number;
  readonly api_version?: string | null | undefined;
  readonly data: { readonly object: Payload };
}

export function toEvent(event: Envelope): ProviderEvent {
  return {
    eventId: event.id,
    type: event.type,
    occurredAt: at(event.created),
    apiVersion: event.api_version ?? null,
    payload: event,
    ...targetOf(event.type, event.data.object),
  };
}
