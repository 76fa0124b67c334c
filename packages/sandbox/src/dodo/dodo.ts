import type { Table } from '../engine/store';
import type { World } from '../engine/world';
import { notFound } from './api/errors';
import type { EventType } from './lists/event-types';
import { createSwitches, type Switches } from './switches';
import { openTables, type Tables } from './tables';
import { recordEvent } from './webhooks/record';

/** Context that is shared by all modules of the Dodo part. */
export interface Dodo {
  world: World;
  tables: Tables;
  switches: Switches;
  /** Business time in unix milliseconds. */
  now(): number;
  /** Records an event about an object and queues its webhooks. */
  emit(type: EventType, objectId: string): void;
  /** Base URL of the API, as clients use it. */
  apiUrl: string;
  /** Base URL of the hosted pages. */
  payUrl: string;
}

export function openDodo(world: World): Dodo {
  const tables = openTables(world.store);
  const dodo: Dodo = {
    world,
    tables,
    switches: createSwitches(world.store),
    now: () => world.clocks.nowMs(),
    emit: (type, objectId) => recordEvent(dodo, type, objectId, null),
    // A getter, because the port may only be known once the sandbox listens.
    get apiUrl() {
      return `${world.config.url}/dodo`;
    },
    get payUrl() {
      return `${world.config.url}/pay/dodo`;
    },
  };
  return dodo;
}

/** The record with that id. @throws 404 NOT_FOUND */
export function need<T>(table: Table<T>, id: string): T {
  const found = table.get(id);
  if (found === undefined) throw notFound();
  return found;
}
