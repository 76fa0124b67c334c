/** A form value before validation: a string, or a nested value parsed from brackets. Objects have no prototype. */
export type Raw = string | RawObject | Raw[];
export interface RawObject {
  [key: string]: Raw;
}

const emptyObject = (): RawObject => Object.create(null);
const isObject = (raw: Raw | undefined): raw is RawObject => typeof raw === 'object' && !Array.isArray(raw);

/** `items[0][price]` → `['items', '0', 'price']`; `x[]` → `['x', '']`. */
function pathOf(key: string): string[] {
  const open = key.indexOf('[');
  if (open <= 0 || !key.endsWith(']')) return [key];
  return [key.slice(0, open), ...key.slice(open + 1, -1).split('][')];
}

/** `a[][b]=1&a[][c]=2&a[][b]=3` is two objects: a repeated key starts the next one (same as Rack). */
function pushInto(list: Raw[], rest: string[], value: string): void {
  const [key] = rest;
  if (key === undefined) {
    list.push(value);
    return;
  }
  const last = list.at(-1);
  const target = isObject(last) && last[key] === undefined ? last : emptyObject();
  if (target !== last) list.push(target);
  place(target, rest, value);
}

function place(target: RawObject, path: string[], value: string): void {
  const [key, next, ...rest] = path;
  if (key === undefined) return;
  if (next === undefined) {
    target[key] = value;
    return;
  }
  const existing = target[key];
  if (next === '') {
    const list = Array.isArray(existing) ? existing : [];
    target[key] = list;
    pushInto(list, rest, value);
    return;
  }
  const child = isObject(existing) ? existing : emptyObject();
  target[key] = child;
  place(child, [next, ...rest], value);
}

const decode = (text: string): string => {
  const spaced = text.replaceAll('+', ' ');
  try {
    return decodeURIComponent(spaced);
  } catch {
    return spaced;
  }
};

/**
 * Parses `a=b&c[d]=e` in all styles clients use: indexed, `[]`, literal or percent-encoded brackets, `+` for a space.
 */
export function parseForm(text: string, into: RawObject = emptyObject()): RawObject {
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const at = pair.indexOf('=');
    const key = decode(at < 0 ? pair : pair.slice(0, at));
    place(into, pathOf(key), at < 0 ? '' : decode(pair.slice(at + 1)));
  }
  return into;
}

/** The members of a list, whether it was sent with indexes (`x[0]`) or without (`x[]`). */
export function members(raw: Raw): Raw[] | undefined {
  if (Array.isArray(raw)) return raw;
  if (!isObject(raw)) return undefined;
  const entries = Object.entries(raw);
  if (!entries.every(([key]) => /^\d+$/.test(key))) return undefined;
  return entries.sort(([a], [b]) => Number(a) - Number(b)).map(([, value]) => value);
}
