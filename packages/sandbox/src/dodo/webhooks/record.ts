import { id } from '../../engine/random';
import type { Dodo } from '../dodo';
import type { EventType } from '../lists/event-types';
import { disableExhausted } from './auto-disable';

/** Records an event and queues its deliveries. `data`: for events about objects the sandbox doesn't store. */
export function recordEvent(
  dodo: Dodo,
  type: EventType,
  objectId: string,
  data: Record<string, unknown> | null,
): string {
  const prefix = dodo.switches.get('webhook_id') === 'evt' ? 'evt_' : 'msg_';
  const event = { id: id(prefix, 27), atMs: dodo.now(), type, objectId, data };
  dodo.tables.events.put(event.id, event);
  disableExhausted(dodo);
  dodo.world.deliveries.emit('dodo', event.id, type);
  return event.id;
}
