import { isDeepStrictEqual } from 'node:util';

/** Whether a stored row says all that was just seen; fields of the row that were not seen do not matter. */
export function saysAll(row: Readonly<Record<string, unknown>>, seen: Readonly<Record<string, unknown>>): boolean {
  return Object.entries(seen).every(([field, value]) => isDeepStrictEqual(row[field], value));
}
