import type { Provider } from './faults';

/** One request to a provider's API, as the log keeps it. */
export interface LoggedRequest {
  /** Counts up from 1; `since` filters by it. */
  seq: number;
  /** Real time, ISO. */
  at: string;
  provider: Provider;
  method: string;
  /** Path with its query. */
  path: string;
  /** Status answered; null when the connection was cut by a fault. */
  status: number | null;
  ms: number;
  requestBody: string;
  responseBody: string;
  idempotencyKey: string | null;
  fault: string | null;
}

const KEPT = 5000;

/** The newest 5,000 API requests, in memory. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private seq = 0;

  add(entry: Omit<LoggedRequest, 'seq'>): void {
    this.seq += 1;
    this.entries.push({ ...entry, seq: this.seq });
    // Cut in slices: shifting one by one would move the whole array on every request.
    if (this.entries.length >= KEPT + 500) this.entries = this.entries.slice(-KEPT);
  }

  /** Oldest first. `since` is a `seq` (only later ones) or an ISO time (only at or after it). */
  list(filter: { provider?: string; since?: string } = {}): LoggedRequest[] {
    const { provider, since } = filter;
    const number = since === undefined ? null : Number(since);
    return this.entries.slice(-KEPT).filter((entry) => {
      if (provider !== undefined && entry.provider !== provider) return false;
      if (since === undefined || number === null) return true;
      return Number.isNaN(number) ? Date.parse(entry.at) >= Date.parse(since) : entry.seq > number;
    });
  }

  /** `seq` of the newest entry. */
  last(): number {
    return this.seq;
  }

  clear(): void {
    this.entries = [];
  }
}
