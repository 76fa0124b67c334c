import type { EventRecord } from '../api/tables';

/** An event in its response form. Its snapshot is from the time of the event. */
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
