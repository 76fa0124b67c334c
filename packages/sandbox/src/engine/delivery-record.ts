import type { Provider } from './faults';
import type { Table } from './store';

/** A registered webhook endpoint. Providers store additional fields in it. */
export interface Endpoint {
  id: string;
  provider: Provider;
  url: string;
  /** Current secret first. There are several while a rotation overlaps. */
  secrets: string[];
  enabled: boolean;
  types: string[] | '*';
  [extra: string]: unknown;
}

/** How a provider turns an event into a signed HTTP request. Called for every attempt. */
export interface ProviderDelivery {
  provider: Provider;
  /** Delays between attempts in real seconds. Its length is the number of retries. */
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
  /** HTTP status; null without a response, in which case `error` says why. */
  status: number | null;
  ms: number;
  error: string | null;
  /** Null once the body was dropped from memory (the newest 2,000 are kept until the sandbox stops). */
  requestBody: string | null;
  requestHeaders: Record<string, string> | null;
  responseBody: string | null;
  /** The injected fault, if any. */
  fault: string | null;
}

/** One event for one endpoint. */
export interface DeliveryRecord {
  id: string;
  provider: Provider;
  eventId: string;
  type: string;
  endpointId: string;
  attempts: Attempt[];
  state: 'pending' | 'delivered' | 'failed';
  /** Time of the next attempt: real time, unix milliseconds. */
  nextAt: number | null;
  /** Attempts made by the retry schedule, excluding manual ones. */
  tries: number;
  note: string | null;
}

/** An event that a provider emitted. */
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

/** Bodies of the newest attempts. Kept separately from the records so that the journal stays small. */
export class AttemptBodies {
  private readonly kept = new Map<string, Bodies>();

  keep(deliveryId: string, number: number, bodies: Bodies): void {
    this.kept.set(`${deliveryId}/${number}`, bodies);
    if (this.kept.size <= KEPT_BODIES) return;
    const oldest = this.kept.keys().next();
    if (!oldest.done) this.kept.delete(oldest.value);
  }

  /** The record with the bodies that are still in memory. */
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

/** Removes the oldest finished records, a thousand at a time, so that a year of renewals doesn't fill the memory. */
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

/** Removes events older than thirty days of business time except the newest; their bodies are gone by then. */
export function pruneEmitted(emitted: Table<Emitted>, now: number): void {
  if (emitted.size < KEPT_RECORDS + 1000) return;
  let surplus = emitted.size - KEPT_RECORDS;
  // In steps of a thousand, so that not every event checks the oldest one again.
  if (surplus % 1000 !== 0) return;
  for (const event of emitted.oldestFirst()) {
    if (surplus <= 0 || event.at > now - EMITTED_DAYS * 86_400) return;
    emitted.remove(event.id);
    surplus -= 1;
  }
}
