import type { Provider } from './faults';
import type { Table } from './store';

/** A registered webhook endpoint. Providers keep their own fields beside these. */
export interface Endpoint {
  id: string;
  provider: Provider;
  url: string;
  /** Current secret first; more than one while a rotation overlaps. */
  secrets: string[];
  enabled: boolean;
  types: string[] | '*';
  [extra: string]: unknown;
}

/** How a provider turns an event into a signed HTTP request; called anew for every attempt. */
export interface ProviderDelivery {
  provider: Provider;
  /** Real seconds to wait between attempts; its length is the number of retries. */
  retryAfterSeconds: number[];
  timeoutMs: number;
  render(
    eventId: string,
    endpoint: Endpoint,
    attemptUnix: number,
  ): { type: string; body: string; headers: Record<string, string> };
}

export interface Attempt {
  /** Real time, unix milliseconds. */
  at: number;
  /** HTTP status; null when no answer came, then `error` says why. */
  status: number | null;
  ms: number;
  error: string | null;
  /** Null once the body has left the memory (the newest 2,000 are kept, until the sandbox stops). */
  requestBody: string | null;
  requestHeaders: Record<string, string> | null;
  responseBody: string | null;
  /** The fault that was put on it, if any. */
  fault: string | null;
}

/** One event on its way to one endpoint. */
export interface DeliveryRecord {
  id: string;
  provider: Provider;
  eventId: string;
  type: string;
  endpointId: string;
  attempts: Attempt[];
  state: 'pending' | 'delivered' | 'failed';
  /** When the next attempt is due: real time, unix milliseconds. */
  nextAt: number | null;
  /** Attempts made by the retry schedule, without those sent by hand. */
  tries: number;
  note: string | null;
}

/** An event a provider emitted, in order. */
export interface Emitted {
  id: string;
  provider: Provider;
  type: string;
  /** Business time, unix seconds. */
  at: number;
}

const KEPT_BODIES = 2000;
const KEPT_RECORDS = 20_000;

type Bodies = Pick<Attempt, 'requestBody' | 'requestHeaders' | 'responseBody'>;

/** Bodies of the newest attempts, kept beside the records so that the journal stays small. */
export class AttemptBodies {
  private readonly kept = new Map<string, Bodies>();

  keep(deliveryId: string, number: number, bodies: Bodies): void {
    this.kept.set(`${deliveryId}/${number}`, bodies);
    if (this.kept.size <= KEPT_BODIES) return;
    const oldest = this.kept.keys().next();
    if (!oldest.done) this.kept.delete(oldest.value);
  }

  /** The record with the bodies that are still there. */
  filled(record: DeliveryRecord): DeliveryRecord {
    return {
      ...record,
      attempts: record.attempts.map((attempt, i) => ({ ...attempt, ...this.kept.get(`${record.id}/${i}`) })),
    };
  }

  clear(): void {
    this.kept.clear();
  }
}

/** Lets the oldest finished records go, a thousand at a time, so that a year of renewals does not fill the memory. */
export function prune(records: Table<DeliveryRecord>): void {
  if (records.size < KEPT_RECORDS + 1000) return;
  let surplus = records.size - KEPT_RECORDS;
  for (const record of records.oldestFirst()) {
    if (surplus <= 0) return;
    if (record.state === 'pending') continue;
    records.remove(record.id);
    surplus -= 1;
  }
}

const EMITTED_DAYS = 30;

/** Lets go of what was emitted more than thirty days of business time ago, but for the newest: its body is gone by then. */
export function pruneEmitted(emitted: Table<Emitted>, now: number): void {
  if (emitted.size < KEPT_RECORDS + 1000) return;
  let surplus = emitted.size - KEPT_RECORDS;
  // In steps of a thousand, so that not every event looks at the oldest one again.
  if (surplus % 1000 !== 0) return;
  for (const event of emitted.oldestFirst()) {
    if (surplus <= 0 || event.at > now - EMITTED_DAYS * 86_400) return;
    emitted.remove(event.id);
    surplus -= 1;
  }
}
