/** RFC 3339 in UTC with microseconds, Dodo's format: `2026-08-26T22:31:21.560000Z`. */
export function stamp(unixMs: number): string {
  return `${new Date(unixMs).toISOString().slice(0, -1)}000Z`;
}

/** Same as `stamp`, but passes null through. */
export function stampOrNull(unixMs: number | null): string | null {
  return unixMs === null ? null : stamp(unixMs);
}

/** Unix milliseconds of an RFC 3339 time; null if invalid. */
export function readStamp(text: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}(T.+)?$/.test(text)) return null;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : ms;
}
