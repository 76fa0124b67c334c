/**
 * The same value with every NUL character in its texts replaced by U+FFFD, at any depth. PostgreSQL's text has no NUL
 * (https://www.postgresql.org/docs/current/datatype-character.html), and a provider's words may: a decline message or a
 * name with one would make its event fail for ever. Dates and numbers stay as they are.
 */
export function withoutNul<Value>(value: Value): Value {
  // Same shape in, same shape out; the compiler cannot follow the recursion.
  return clean(value) as Value;
}

function clean(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(clean);
  if (typeof value !== 'object' || value === null || value instanceof Date) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, clean(inner)]));
}
