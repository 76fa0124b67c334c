import type { EventRecord } from '../api/tables';

/** An event as it goes out. The snapshot in it is what it was when the event happened. */
export function showEvent(event: EventRecord, apiVersion: string = event.api_version): object {
  return {
    id: event.id,
    object: 'event',
    api_version: apiVersion,
    created: event.created,
    data: JSON.parse(event.data),
    livemode: false,
    pending_webhooks: event.pending_webhooks,
    request: event.request,
    type: event.type,
  };
}
