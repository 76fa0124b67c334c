type Plain = Record<string, unknown>;

const isPlain = (value: unknown): value is Plain =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

/**
 * `previous_attributes` of an update: the previous values of what changed. Objects contain only their changed members,
 * arrays are included in full, and a new member was `null` before (docs/providers/stripe.md#webhooks). Undefined when
 * nothing changed.
 */
export function diff(before: object, after: object): Plain | undefined {
  const previous: Plain = {};
  const old = { ...before } as Plain;
  const now = { ...after } as Plain;
  for (const key of new Set([...Object.keys(old), ...Object.keys(now)])) {
    const was = old[key];
    const is = now[key];
    if (same(was, is)) continue;
    previous[key] = isPlain(was) && isPlain(is) ? diff(was, is) : (was ?? null);
  }
  return Object.keys(previous).length > 0 ? previous : undefined;
}
