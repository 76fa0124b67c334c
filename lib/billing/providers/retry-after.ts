/**
 * Seconds to wait according to a `Retry-After` header, rounded up: a number, or a date (RFC 9110, section 10.2.3; decimals
 * aren't allowed there, but sent). Null if it's missing or unreadable.
 */
export function retryAfterSeconds(header: string | null | undefined): number | null {
  const asked = header?.trim() ?? '';
  if (/^\d{1,9}(\.\d{1,9})?$/.test(asked)) return Math.ceil(Number(asked));
  // Without this check, `Date.parse` reads a date out of nearly anything.
  if (!asked.endsWith(' GMT')) return null;
  const seconds = (Date.parse(asked) - Date.now()) / 1000;
  return Number.isNaN(seconds) ? null : Math.max(0, Math.ceil(seconds));
}
