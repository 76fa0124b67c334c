import { createHash } from 'node:crypto';

/** A webhook endpoint at a provider, compared with what this server needs. */
export interface EndpointState {
  readonly externalId: string;
  readonly enabled: boolean;
  /** Event types that we handle and it doesn't send. */
  readonly missing: readonly string[];
  /** Event types that it sends and nothing handles; `*` for all of them. */
  readonly extra: readonly string[];
  /** The API version its payloads have, and the one we read; null where the provider has none (Dodo). */
  readonly version: { readonly is: string | null; readonly wanted: string } | null;
  /** Whether a configured secret is its secret; null when that can't be known. */
  readonly secretFits: boolean | null;
}

export interface PushedEndpoint {
  /** Null in a dry run that would make one. */
  readonly externalId: string | null;
  /** Of an endpoint that was just made: shown once, and never stored. */
  readonly secret: string | null;
}

/** Compares the event types an endpoint sends with those that are handled. `sent` null: all. */
export function compareTypes(handled: readonly string[], sent: readonly string[] | null) {
  if (sent === null || sent.includes('*')) return { missing: [], extra: ['*'] };
  return {
    missing: handled.filter((type) => !sent.includes(type)),
    extra: sent.filter((type) => !handled.includes(type)),
  };
}

/** Names a random secret without telling it, for a provider that shows a secret only once. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
