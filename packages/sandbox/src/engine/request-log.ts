import type { Provider } from './faults';

/** A logged request to a provider's API. */
export interface LoggedRequest {
  /** Sequence number, starting at 1; `since` filters by it. */
  seq: number;
  /** Real time, ISO. */
  at: string;
  provider: Provider;
  method: string;
  /** Path with its query. */
  path: string;
  /** Response status; null when a fault closed the connection. */
  status: number | null;
  ms: number;
  requestBody: string;
  responseBody: string;
  idempotencyKey: string | null;
  fault: string | null;
}

const KEPT = 5000;
/** Total characters of all bodies. */
const KEPT_TEXT = 16_000_000;

/** The newest API requests, in memory: 5,000 of them, or fewer when their bodies are long. */
export class RequestLog {
  private entries: LoggedRequest[] = [];
  private seq = 0;
  private text = 0;

  add(entry: Omit<LoggedRequest, 'seq'>): void {
    this.seq += 1;
    this.entries.push({ ...entry, seq: this.seq });
    this.text += lengthOf(entry);
    // Removed in slices: shifting one at a time would move the whole array on every request.
    if (this.entries.length >= KEPT + 500) this.keep(KEPT);
    if (this.text > KEPT_TEXT) this.keep(Math.floor(this.entries.length * 0.8));
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
    this.keep(0);
  }

  private keep(count: number): void {
    this.entries = count === 0 ? [] : this.entries.slice(-count);
    this.text = this.entries.reduce((sum, entry) => sum + lengthOf(entry), 0);
  }
}

const lengthOf = ({ requestBody, responseBody }: Omit<LoggedRequest, 'seq'>): number =>
  requestBody.length + responseBody.length;
