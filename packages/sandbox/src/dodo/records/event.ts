import type { EventType } from '../lists/event-types';

/**
 * A recorded event. The body of its webhook is built when it is sent, from the object's state at that time
 * (docs/providers/dodo.md#webhooks).
 */
export interface EventRecord {
  id: string;
  atMs: number;
  type: EventType;
  objectId: string;
  /** For events about objects the sandbox doesn't store: the given data. */
  data: Record<string, unknown> | null;
}
