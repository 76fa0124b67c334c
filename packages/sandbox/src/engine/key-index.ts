import type { Keys, Row } from './row';

/** Rows by one of their keys. A key with a single row, the most common case, costs one entry. */
export class KeyIndex<T> {
  private readonly buckets = new Map<string, Row<T> | Set<Row<T>>>();

  constructor(
    /** Its position among the table's indexes, and so in a row's `keys`. */
    readonly place: number,
    readonly keysOf: (value: T) => Keys | undefined,
  ) {}

  /** Indexes the row under these keys and removes its previous ones. */
  set(row: Row<T>, keys: Keys): void {
    const before = row.keys[this.place] ?? null;
    if (same(before, keys)) return;
    this.drop(row);
    row.keys[this.place] = keys;
    for (const key of each(keys)) {
      const there = this.buckets.get(key);
      if (there instanceof Set) there.add(row);
      else this.buckets.set(key, there === undefined ? row : new Set([there, row]));
    }
  }

  drop(row: Row<T>): void {
    for (const key of each(row.keys[this.place] ?? null)) {
      const there = this.buckets.get(key);
      if (there instanceof Set) there.delete(row);
      if (there === row || (there instanceof Set && there.size === 0)) this.buckets.delete(key);
    }
    row.keys[this.place] = null;
  }

  clear(): void {
    this.buckets.clear();
  }

  /** Oldest first. */
  rows(key: string): Row<T>[] {
    const there = this.buckets.get(key);
    if (there === undefined) return [];
    if (!(there instanceof Set)) return [there];
    const rows = [...there];
    // Only out of order when an older row got this key later.
    if (rows.every((row, i) => i === 0 || (rows[i - 1]?.seq ?? 0) < row.seq)) return rows;
    rows.sort((a, b) => a.seq - b.seq);
    this.buckets.set(key, new Set(rows));
    return rows;
  }
}

function each(keys: Keys): string[] {
  if (keys === null) return [];
  return typeof keys === 'string' ? [keys] : keys;
}

function same(a: Keys, b: Keys): boolean {
  if (a === b) return true;
  return Array.isArray(a) && Array.isArray(b) && a.length === b.length && a.every((key, i) => key === b[i]);
}
