/** Where a table tells what changed, so that it reaches the disk. */
export interface Changes {
  put(table: string, id: string): void;
  remove(table: string, id: string): void;
  clear(table: string): void;
}

export type Indexes<T> = Record<string, (value: T) => string | string[] | null | undefined>;

interface Row<T> {
  id: string;
  value: T;
  seq: number;
  gone: boolean;
  keys: Map<string, string[]>;
}

interface Bucket<T> {
  rows: Map<string, Row<T>>;
  last: number;
  sorted: boolean;
}

const NO_KEYS: string[] = [];

/** Rows by id, in the order of their first `put`, with secondary indexes. Values are plain JSON. */
export class MemoryTable<T> {
  private rows = new Map<string, Row<T>>();
  private order: Row<T>[] = [];
  private holes = 0;
  private seq = 0;
  private readonly indexes = new Map<string, { keysOf: Indexes<T>[string]; buckets: Map<string, Bucket<T>> }>();

  constructor(
    readonly name: string,
    private readonly changes: Changes,
  ) {}

  get size(): number {
    return this.rows.size;
  }

  get(id: string): T | undefined {
    return this.rows.get(id)?.value;
  }

  /** Stores a value, or notes that a stored one was changed in place; returns it. */
  put(id: string, value: T): T {
    this.changes.put(this.name, id);
    return this.load(id, value);
  }

  /** As `put`, without telling the journal: used while reading it. */
  load(id: string, value: T): T {
    let row = this.rows.get(id);
    if (!row) {
      row = { id, value, seq: this.seq, gone: false, keys: new Map() };
      this.seq += 1;
      this.rows.set(id, row);
      this.order.push(row);
    }
    row.value = value;
    for (const name of this.indexes.keys()) this.reindex(name, row);
    return value;
  }

  remove(id: string): boolean {
    const row = this.rows.get(id);
    if (!row) return false;
    this.rows.delete(id);
    row.gone = true;
    for (const [name, keys] of row.keys) for (const key of keys) this.dropKey(name, key, id);
    this.holes += 1;
    if (this.holes > 1000 && this.holes > this.rows.size) {
      this.order = this.order.filter((other) => !other.gone);
      this.holes = 0;
    }
    this.changes.remove(this.name, id);
    return true;
  }

  clear(): void {
    this.empty();
    this.changes.clear(this.name);
  }

  /** As `clear`, without telling the journal. */
  empty(): void {
    for (const row of this.rows.values()) row.gone = true;
    this.rows = new Map();
    this.order = [];
    this.holes = 0;
    for (const index of this.indexes.values()) index.buckets.clear();
  }

  *oldestFirst(): IterableIterator<T> {
    for (const row of this.live(1)) yield row.value;
  }

  *newestFirst(): IterableIterator<T> {
    for (const row of this.live(-1)) yield row.value;
  }

  /** Ids with their values, newest first: for listings that do not know the shape. */
  *entries(): IterableIterator<[string, T]> {
    for (const row of this.live(-1)) yield [row.id, row.value];
  }

  /** Every value whose index `name` contains `value`, newest first. Throws for an index that was never declared. */
  by(name: string, value: string): T[] {
    const index = this.indexes.get(name);
    if (!index) throw new Error(`Table ${this.name} has no index ${name}.`);
    const bucket = index.buckets.get(value);
    if (!bucket) return [];
    if (!bucket.sorted) {
      const rows = [...bucket.rows.values()].sort((a, b) => a.seq - b.seq);
      bucket.rows = new Map(rows.map((row) => [row.id, row]));
      bucket.last = rows.at(-1)?.seq ?? -1;
      bucket.sorted = true;
    }
    return Array.from(bucket.rows.values(), (row) => row.value).reverse();
  }

  /** Declares indexes; those already there stay. */
  index(indexes: Indexes<T>): void {
    for (const [name, keysOf] of Object.entries(indexes)) {
      if (this.indexes.has(name)) continue;
      this.indexes.set(name, { keysOf, buckets: new Map() });
      for (const row of this.rows.values()) this.reindex(name, row);
    }
  }

  // The array may be replaced or grow while a caller iterates: what counts is what stood there at the first step.
  private *live(step: 1 | -1): IterableIterator<Row<T>> {
    const { order } = this;
    const { length } = order;
    for (let i = step === 1 ? 0 : length - 1; i >= 0 && i < length; i += step) {
      const row = order[i];
      if (row && !row.gone) yield row;
    }
  }

  private reindex(name: string, row: Row<T>): void {
    const index = this.indexes.get(name);
    if (!index) return;
    const found = index.keysOf(row.value);
    const keys = found === null || found === undefined ? NO_KEYS : typeof found === 'string' ? [found] : found;
    const before = row.keys.get(name) ?? NO_KEYS;
    if (before.length === keys.length && before.every((key, i) => key === keys[i])) return;
    for (const key of before) this.dropKey(name, key, row.id);
    row.keys.set(name, [...keys]);
    for (const key of keys) {
      const bucket: Bucket<T> = index.buckets.get(key) ?? { rows: new Map(), last: -1, sorted: true };
      index.buckets.set(key, bucket);
      bucket.rows.set(row.id, row);
      if (row.seq < bucket.last) bucket.sorted = false;
      else bucket.last = row.seq;
    }
  }

  private dropKey(name: string, key: string, id: string): void {
    const buckets = this.indexes.get(name)?.buckets;
    const bucket = buckets?.get(key);
    if (!buckets || !bucket) return;
    bucket.rows.delete(id);
    if (bucket.rows.size === 0) buckets.delete(key);
  }
}
