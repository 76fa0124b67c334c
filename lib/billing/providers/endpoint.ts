import { createHash } from 'node:crypto';

/** A webhook endpoint at a provider, compared with what this server needs. */
export interface EndpointState {
  readonly externalId: string;
  readonly enabled: boolean;
  /** Event types that we handle but it doesn't send. */
  readonly missing: readonly string[];
  /** Event types that it sends but we don't handle; `*` for all of them. */
  readonly extra: readonly string[];
  /** The API version of its payloads and the one we read; null if the provider has no versions (Dodo). */
  readonly version: { readonly is: string | null; readonly wanted: string } | null;
  /** Whether one of the configured secrets is this endpoint's; null if that can't be determined. */
  readonly secretFits: boolean | null;
}

export interface PushedEndpoint {
  /** Null in a dry run that would create one. */
  readonly externalId: string | null;
  /** Of a newly created endpoint: shown once and never stored. */
  readonly secret: string | null;
}

/** Compares the event types that an endpoint sends with those we handle. A null `sent` means all. */
export function compareTypes(handled: readonly string[], sent: readonly string[] | null) {
  if (sent === null || sent.includes('*')) return { missing: [], extra: ['*'] };
  return {
    missing: handled.filter((type) => !sent.includes(type)),
    extra: sent.filter((type) => !handled.includes(type)),
  };
}

/** Identifies a random secret without revealing it, for a provider that shows secrets only once. */
export function fingerprint(secret: string): string {
  return createHash('sha256').update(secret).digest('hex').slice(0, 16);
}
