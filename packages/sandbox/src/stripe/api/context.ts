import type { Table } from '../../engine/store';
import type { World } from '../../engine/world';
import { diff } from './diff';
import { resourceMissing } from './errors';
import { type EventOptions, recordEvent } from './events';
import type { Expandables } from './expand';
import type { Resource, Serializers } from './resource';
import { openTables, type StripeTables } from './tables';
import type { StripeObject } from './wire';

export const API_VERSION = '2026-10-28.endive';
export const ACCOUNT_ID = 'acct_1TollgateSandbox';

/** The API request. Saved in the events that it causes. */
export interface RequestFacts {
  id: string;
  idempotency_key: string | null;
}

type Identified = StripeObject & { id: string };

/**
 * Context for all modules of the Stripe part: handlers get one that is bound to their request, scheduled actions one
 * that isn't. Records are replaced, never mutated: `const next = ctx.update(table, record, { status: 'paid' },
 * 'invoice.paid')`.
 */
export interface StripeContext {
  world: World;
  tables: StripeTables;
  expandables: Expandables;
  /** Null in scheduled actions and hosted pages. */
  request: RequestFacts | null;
  /** The request's Stripe-Version; null if it has none (as from the CLI). */
  version: string | null;
  /** Unix seconds on the customer's test clock, or on the main clock. */
  now(customerId?: string | null): number;
  /** The customer's clock id for `world.clocks`. */
  clockOf(customerId?: string | null): string;
  /** A record in its response form, unexpanded. Not a copy: read-only. */
  wire<T extends StripeObject>(record: T): T;
  /** Same as `wire`, but a new copy. */
  show<T extends StripeObject>(record: T): T;
  /**
   * Records an event with a snapshot of the object, and queues its deliveries. `previous` becomes
   * `previous_attributes`.
   */
  emit<T extends StripeObject>(type: string, record: T, previous?: object, options?: EventOptions): void;
  /** Stores `{ ...record, ...patch }`. If something changed and a type is given, emits it with the previous values. */
  update<T extends Identified>(table: Table<T>, record: T, patch: Partial<T>, type?: string, options?: EventOptions): T;
  /**
   * The record with that id. @throws 404 `No such <label>: 'id'`, or 400 when `param` names a parameter other than
   * `id`; `status` overrides both.
   */
  need<T>(table: Table<T>, label: string, id: string, param?: string, status?: number): T;
}

/** Opens the tables and collects what the resources declare. One per world. */
export function createContext(world: World, resources: Resource[]): StripeContext {
  const tables = openTables(world.store);
  const expandables: Expandables = Object.assign({}, ...resources.map((resource) => resource.expandables));
  const serializers: Serializers = Object.assign({}, ...resources.map((resource) => resource.serializers));

  const clockOf = (customerId?: string | null): string =>
    (customerId ? tables.customers.get(customerId)?.test_clock : null) ?? 'main';

  const context: StripeContext = {
    world,
    tables,
    expandables,
    request: null,
    version: null,
    clockOf,
    now: (customerId) => world.clocks.now(clockOf(customerId)),
    wire(record) {
      const serialize = 'deleted' in record ? undefined : serializers[record.object];
      // A serializer returns the type of its record; the map is keyed by that type.
      return (serialize ? serialize(context, record as never) : record) as typeof record;
    },
    show: (record) => structuredClone(context.wire(record)),
    emit(type, record, previous, options) {
      recordEvent(this, type, record, previous, options);
    },
    update(table, record, patch, type, options) {
      const next = { ...record, ...patch };
      const before = type === undefined ? undefined : this.wire(record);
      table.put(record.id, next);
      if (type !== undefined && before !== undefined) {
        const previous = diff(before, this.wire(next));
        if (previous) this.emit(type, next, previous, options);
      }
      return next;
    },
    need(table, label, id, param, status) {
      const found = table.get(id);
      if (found === undefined) throw resourceMissing(label, id, param, status);
      return found;
    },
  };
  return context;
}

/** The same context, bound to a request. */
export function forRequest(
  context: StripeContext,
  request: RequestFacts | null,
  version: string | null,
): StripeContext {
  return { ...context, request, version };
}
