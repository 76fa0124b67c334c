import { createHash } from 'node:crypto';

/** A short hash of some fields: equal when the fields are. */
export function digestOf(fields: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 22);
}
