import { createHash } from 'node:crypto';

/** A short name for what some fields say: equal when they say the same. */
export function digestOf(fields: readonly unknown[]): string {
  return createHash('sha256').update(JSON.stringify(fields)).digest('base64url').slice(0, 22);
}
