import { invalidRequest } from './errors';

export type Metadata = Record<string, string>;

/** Metadata from a request: `null` clears everything, an empty value removes its key. */
export type MetadataChange = Record<string, string> | null;

/**
 * Merges metadata by Stripe's rules.
 * @throws 400 when the result has more than 50 keys, a key more than 40 or a value more than 500 characters
 * (docs.stripe.com/api/metadata).
 */
export function mergeMetadata(current: Metadata | null, change: MetadataChange | undefined): Metadata {
  if (change === undefined) return current ?? {};
  if (change === null) return {};
  const merged: Metadata = { ...current };
  for (const [key, value] of Object.entries(change)) {
    if (value === '') {
      delete merged[key];
      continue;
    }
    if (key.length > 40) {
      throw invalidRequest(
        `Metadata keys can have up to 40 characters, but you passed in a key with ${key.length}. Invalid key: ${key}`,
        {
          param: 'metadata',
        },
      );
    }
    if (value.length > 500) {
      throw invalidRequest(
        `Metadata values can have up to 500 characters, but you passed in a value that is ${value.length} characters. Invalid value: ${value}`,
        { param: `metadata[${key}]` },
      );
    }
    merged[key] = value;
  }
  if (Object.keys(merged).length > 50) {
    throw invalidRequest('You cannot have more than 50 metadata keys.', { param: 'metadata' });
  }
  return merged;
}
