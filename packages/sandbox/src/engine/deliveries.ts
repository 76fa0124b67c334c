import type { Clocks } from './clock';
import { DeliveryQueues } from './delivery-queues';
import {
  AttemptBodies,
  type DeliveryRecord,
  type Emitted,
  type Endpoint,
  type ProviderDelivery,
  prune,
  pruneEmitted,
} from './delivery-record';
import type { DELIVERY_FAULTS, Faults, Provider } from './faults';
import { id } from './random';
import { afterAnswer } from './request-scope';
import { FALSE_SECRET, sendOnce } from './send-once';
import type { Store, Table } from './store';

export type { Attempt, DeliveryRecord, Emitted, Endpoint, ProviderDelivery } from './delivery-record';

/** Sends events to webhook endpoints: signed per attempt, retried in real time, with a record of every attempt. */
export interface Deliveries {
  registerProvider(provider: ProviderDelivery): void;
  endpoints: Table<Endpoint>;
  /** Queues one delivery per matching enabled endpoint. They are sent after the response to the current request. */
  emit(provider: Provider, eventId: string, type: string): void;
  /**
   * Resends an event now (to one endpoint, or to all that received it) and resolves with the result. Throws for an
   * unknown event.
   */
  resend(eventId: string, endpointId?: string): Promise<void>;
  /** Newest first. */
  list(filter?: { provider?: string; eventId?: string; limit?: number }): DeliveryRecord[];
  /** Emitted events, newest first. */
  emitted(provider?: string): Emitted[];
  /** The event as an endpoint would receive it now; undefined when the provider doesn't know it. */
  preview(eventId: string): string | undefined;
  /** Makes all waiting retries and delayed deliveries due now. */
  retryNow(): void;
  /** Resolves when nothing is in flight or due now. While paused, only what is in flight counts. */
  idle(): Promise<void>;
  pause(on: boolean): void;
  paused(): boolean;
  /** Resumes the deliveries that were waiting when the sandbox stopped. */
  resume(): void;
  /** Stops sending and resolves once all requests in flight have a response. */
  halt(): Promise<void>;
  forget(): void;
}

export function createDeliveries(store: Store, clocks: Clocks, faults: Faults): Deliveries {
  const endpoints = store.table<Endpoint>('endpoints');
  const records = store.table<DeliveryRecord>('deliveries', {
    event: (record) => record.eventId,
    waiting: (record) => (record.state === 'pending' ? 'yes' : null),
  });
  const emitted = store.table<Emitted>('emitted');
  const settings = store.table<{ paused: boolean }>('delivery_settings');
  const providers = new Map<Provider, ProviderDelivery>();
  const timers = new Map<string, NodeJS.Timeout>();
  const bodies = new AttemptBodies();
  const queues = new DeliveryQueues(
    (recordId) => attempt(recordId, true),
    (waiting) => {
      const first = records.get(waiting[0] ?? '');
      const shuffle = waiting.length > 1 && first ? faults.strike(first.provider, ['shuffle'], first.type) : undefined;
      return shuffle ? Math.floor(shuffle.random() * waiting.length) : 0;
    },
    // One at a time when shuffled, so that the same seed gives the same order.
    () => (faults.list().some((fault) => fault.kind === 'shuffle') ? 1 : 6),
    () => store.flush(),
  );

  const wait = (record: DeliveryRecord, at: number): void => {
    if (record.nextAt !== at) records.put(record.id, Object.assign(record, { nextAt: at }));
    const enqueue = (): void => {
      timers.delete(record.id);
      queues.push(record.endpointId, record.id);
    };
    clearTimeout(timers.get(record.id));
    const ms = at - Date.now();
    if (ms <= 0) enqueue();
    else timers.set(record.id, setTimeout(enqueue, ms).unref());
  };

  async function attempt(recordId: string, scheduled: boolean): Promise<void> {
    const record = records.get(recordId);
    if (!record || (scheduled && record.state !== 'pending')) return;
    const at = Date.now();
    const sent = await sendOnce({ providers, endpoints, faults }, record, scheduled);
    // A reset in the meantime has emptied the table: this attempt belongs to the previous state.
    if (records.get(recordId) !== record) return;
    const { body: responseBody, requestBody, requestHeaders, ...outcome } = sent;
    bodies.keep(record.id, record.attempts.length, { requestBody, requestHeaders, responseBody });
    record.attempts.push({ at, ...outcome, requestBody: null, requestHeaders: null, responseBody: null });
    if (scheduled) record.tries += 1;
    const retries = providers.get(record.provider)?.retryAfterSeconds ?? [];
    const pause = retries[record.tries - 1];
    const alive = endpoints.get(record.endpointId)?.enabled === true;
    if (sent.status !== null && sent.status >= 200 && sent.status < 300) finish(record, 'delivered');
    else if (scheduled && alive && pause !== undefined) wait(record, Date.now() + pause * 1000);
    else if (scheduled) finish(record, 'failed');
    records.put(record.id, record);
  }

  const finish = (record: DeliveryRecord, state: DeliveryRecord['state']): void => {
    clearTimeout(timers.get(record.id));
    timers.delete(record.id);
    record.state = state;
    record.nextAt = null;
    records.put(record.id, record);
  };

  const open = (
    event: Pick<Emitted, 'id' | 'provider' | 'type'>,
    endpointId: string,
    note: string | null,
  ): DeliveryRecord => {
    const record: DeliveryRecord = {
      id: id('dlv_', 20),
      provider: event.provider,
      eventId: event.id,
      type: event.type,
      endpointId,
      attempts: [],
      state: 'pending',
      nextAt: Date.now(),
      tries: 0,
      note,
    };
    return records.put(record.id, record);
  };

  /** Not part of the retry schedule: failed until a response arrives. */
  const openByHand = (event: Emitted, endpointId: string): DeliveryRecord => {
    const record = open(event, endpointId, 'Sent manually.');
    finish(record, 'failed');
    return record;
  };

  const openWithFaults = (event: Emitted, endpointId: string): DeliveryRecord[] => {
    const struck = (kind: (typeof DELIVERY_FAULTS)[number]) => faults.strike(event.provider, [kind], event.type)?.fault;
    if (struck('drop')) {
      finish(open(event, endpointId, 'Dropped (injected fault).'), 'failed');
      return [];
    }
    const delay = struck('delay');
    const first = open(event, endpointId, delay ? `Delayed by ${delay.seconds} s (injected fault).` : null);
    if (delay) first.nextAt = Date.now() + delay.seconds * 1000;
    return struck('duplicate') ? [first, open(event, endpointId, 'A duplicate (injected fault).')] : [first];
  };

  return {
    endpoints,
    registerProvider: (provider) => void providers.set(provider.provider, provider),
    emit(provider, eventId, type) {
      const event = emitted.put(eventId, { id: eventId, provider, type, at: clocks.now() });
      const queued: DeliveryRecord[] = [];
      for (const endpoint of endpoints.oldestFirst()) {
        const wanted = endpoint.types === '*' || endpoint.types.includes('*') || endpoint.types.includes(type);
        if (endpoint.provider === provider && endpoint.enabled && wanted)
          queued.push(...openWithFaults(event, endpoint.id));
      }
      prune(records);
      pruneEmitted(emitted, clocks.now());
      queues.hold(1);
      afterAnswer(() => {
        for (const record of queued) if (records.get(record.id) === record) wait(record, record.nextAt ?? Date.now());
        queues.hold(-1);
      });
    },
    async resend(eventId, endpointId) {
      const event = emitted.get(eventId);
      if (!event) throw new RangeError(`There is no event ${eventId}.`);
      const before = records.by('event', eventId);
      const known =
        endpointId === undefined ? new Set(before.map((record) => record.endpointId)) : new Set([endpointId]);
      if (known.size === 0)
        for (const endpoint of endpoints.oldestFirst())
          if (endpoint.provider === event.provider) known.add(endpoint.id);
      await Promise.all(
        [...known].map((target) => {
          const record = before.find((other) => other.endpointId === target) ?? openByHand(event, target);
          return attempt(record.id, false);
        }),
      );
    },
    list({ provider, eventId, limit = Number.POSITIVE_INFINITY } = {}) {
      const found: DeliveryRecord[] = [];
      for (const record of eventId === undefined ? records.newestFirst() : records.by('event', eventId)) {
        if (found.length >= limit) break;
        if (provider === undefined || record.provider === provider) found.push(bodies.filled(record));
      }
      return found;
    },
    emitted: (provider) =>
      [...emitted.newestFirst()].filter((event) => provider === undefined || event.provider === provider),
    preview(eventId) {
      const event = emitted.get(eventId);
      const provider = event ? providers.get(event.provider) : undefined;
      const endpoint = [...endpoints.oldestFirst()].find((other) => other.provider === event?.provider);
      if (!provider || !event) return undefined;
      const anyone: Endpoint = {
        id: 'preview',
        provider: event.provider,
        url: '',
        secrets: [FALSE_SECRET],
        enabled: true,
        types: '*',
      };
      return provider.render(eventId, endpoint ?? anyone, Math.floor(Date.now() / 1000)).body;
    },
    retryNow() {
      for (const recordId of [...timers.keys()]) {
        const record = records.get(recordId);
        if (record) wait(record, Date.now());
      }
    },
    idle: () => queues.idle(),
    pause(on) {
      settings.put('now', { paused: on });
      queues.pause(on);
    },
    paused: () => queues.paused,
    resume() {
      queues.pause(settings.get('now')?.paused ?? false);
      for (const record of records.by('waiting', 'yes').reverse()) wait(record, record.nextAt ?? Date.now());
    },
    halt() {
      for (const timer of timers.values()) clearTimeout(timer);
      queues.pause(true);
      return queues.idle();
    },
    forget() {
      for (const timer of timers.values()) clearTimeout(timer);
      timers.clear();
      bodies.clear();
      queues.clear();
      queues.pause(false);
    },
  };
}
