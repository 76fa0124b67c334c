import { isDeepStrictEqual } from 'node:util';

/** Whether a stored row matches everything just seen; fields of the row that weren't seen don't matter. */
export function matchesStored(
  row: Readonly<Record<string, unknown>>,
  seen: Readonly<Record<string, unknown>>,
): boolean {
  return Object.entries(seen).every(([field, value]) => isDeepStrictEqual(row[field], value));
}
