import type { StoredTable } from './journal-index';
import { KeyIndex } from './key-index';
import { type Listing, listing } from './listing';
import { type Keys, Row } from './row';

/** Where a table reports its changes and reads values that aren't in memory. */
export interface Backing {
  put(table: string, id: string): void;
  remove(table: string, id: string): void;
  clear(table: string): void;
  /** Reads a row's value from the journal. */
  read(row: Row<unknown>): unknown;
  used(row: Row<unknown>): void;
}

export type Indexes<T> = Record<string, (value: T) => Keys | undefined>;

/** Rows by id, in the order of their first `put`, with secondary indexes. Values are plain JSON. */
export class JournalledTable<T> {
  private rows = new Map<string, Row<T>>();
  private order: Row<T>[] = [];
  /** All rows before it in `order` are removed. */
  private first = 0;
  private holes = 0;
  private seq = 0;
  private readonly indexes = new Map<string, KeyIndex<T>>();
  private stored: (() => StoredTable) | undefined;

  constructor(
    readonly name: string,
    private readonly backing: Backing,
  ) {}

  /** Loads its rows from the journal's index on first use. */
  fillLater(stored: () => StoredTable): void {
    this.stored = stored;
  }

  /** False until its first use after a start. */
  get filled(): boolean {
    return this.stored === undefined;
  }

  get size(): number {
    return this.all().size;
  }

  get(id: string): T | undefined {
    const row = this.all().get(id);
    return row && this.valueIn(row);
  }

  /** Stores a value, or records that a stored one was changed in place. Returns it. */
  put(id: string, value: T): T {
    this.backing.put(this.name, id);
    this.load(id, value);
    return value;
  }

  /** Same as `put`, but not written to the journal: used while reading it. */
  load(id: string, value: T): Row<T> {
    const row = this.all().get(id) ?? this.enter(id);
    row.hold(value);
    row.at = -1;
    for (const index of this.indexes.values()) index.set(row, keysIn(index, value));
    return row;
  }

  remove(id: string): boolean {
    const there = this.drop(id);
    if (there) this.backing.remove(this.name, id);
    return there;
  }

  /** Same as `remove`, but not written to the journal. */
  drop(id: string): boolean {
    const row = this.all().get(id);
    if (!row) return false;
    this.rows.delete(id);
    row.gone = true;
    for (const index of this.indexes.values()) index.drop(row);
    this.holes += 1;
    if (this.holes > 1000 && this.holes > this.rows.size) {
      this.order = this.order.filter((other) => !other.gone);
      this.first = 0;
      this.holes = 0;
    }
    return true;
  }

  clear(): void {
    this.empty();
    this.backing.clear(this.name);
  }

  /** Same as `clear`, but not written to the journal. */
  empty(): void {
    this.stored = undefined;
    for (const row of this.rows.values()) row.gone = true;
    this.rows = new Map();
    this.order = [];
    this.first = 0;
    this.holes = 0;
    for (const index of this.indexes.values()) index.clear();
  }

  *oldestFirst(): IterableIterator<T> {
    for (const row of this.live()) yield this.valueIn(row);
  }

  /** Iteration can start at a row without reading those before it. */
  newestFirst(): Listing<T> {
    this.all();
    return listing(
      this.order,
      (id) => this.rows.get(id),
      (row) => this.valueIn(row),
    );
  }

  /** Ids with their values, newest first: for listings that don't know the type. */
  *entries(): IterableIterator<[string, T]> {
    for (const row of [...this.live()].reverse()) if (!row.gone) yield [row.id, this.valueIn(row)];
  }

  /** All values whose index `name` contains `value`, newest first. Throws for an undeclared index. */
  by(name: string, value: string): T[] {
    return [...this.each(name, value)];
  }

  /** Same as `by`, but lazy: for a page of a key with many rows. */
  *each(name: string, value: string): IterableIterator<T> {
    const index = this.indexes.get(name);
    if (!index) throw new Error(`Table ${this.name} has no index ${name}.`);
    this.all();
    const rows = index.rows(value);
    for (let i = rows.length - 1; i >= 0; i -= 1) {
      const row = rows[i];
      if (row && !row.gone) yield this.valueIn(row);
    }
  }

  /** Declares indexes. Existing ones are kept. */
  index(indexes: Indexes<T>): void {
    for (const [name, keysOf] of Object.entries(indexes)) {
      if (this.indexes.has(name)) continue;
      const index = new KeyIndex<T>(this.indexes.size, keysOf);
      this.indexes.set(name, index);
      for (const row of this.rows.values()) index.set(row, keysIn(index, this.valueIn(row)));
    }
  }

  /** Oldest first. */
  *live(): IterableIterator<Row<T>> {
    this.all();
    while (this.order[this.first]?.gone) this.first += 1;
    // The array may be replaced or grow while a caller iterates, so this uses its state at the first step.
    const { order, first } = this;
    const { length } = order;
    for (let i = first; i < length; i += 1) {
      const row = order[i];
      if (row && !row.gone) yield row;
    }
  }

  row(id: string): Row<T> | undefined {
    return this.all().get(id);
  }

  /** Its rows for the journal's index; every row must be in the journal. */
  toStored(): StoredTable {
    const rows = [...this.live()];
    const keys = [...this.indexes].map(([name, { place, keysOf }]) => [
      name,
      { source: String(keysOf), column: rows.map((row) => row.keys[place] ?? null) },
    ]);
    return {
      ids: rows.map((row) => row.id),
      at: rows.map((row) => row.at),
      bytes: rows.map((row) => row.bytes),
      keys: Object.fromEntries(keys),
    };
  }

  private all(): Map<string, Row<T>> {
    if (this.stored) this.fill(this.stored());
    return this.rows;
  }

  private fill({ ids, at, bytes, keys }: StoredTable): void {
    this.stored = undefined;
    const rows = ids.map((id, i) => {
      const row = this.enter(id);
      row.at = at[i] ?? -1;
      row.bytes = bytes[i] ?? 0;
      return row;
    });
    for (const [name, index] of this.indexes) {
      const known = keys[name];
      // If an index is defined differently now, its stored keys are invalid.
      const column = known?.source === String(index.keysOf) ? known.column : undefined;
      rows.forEach((row, i) => {
        index.set(row, column ? (column[i] ?? null) : keysIn(index, this.valueIn(row)));
      });
    }
  }

  private enter(id: string): Row<T> {
    const row = new Row<T>(id, this.seq);
    this.seq += 1;
    this.rows.set(id, row);
    this.order.push(row);
    return row;
  }

  private valueIn(row: Row<T>): T {
    // Each table has one owner, which stored the value that the journal returns.
    const value = row.held ?? (this.backing.read(row) as T);
    if (row.at !== -1) {
      row.hold(value);
      this.backing.used(row);
    }
    return value;
  }
}

function keysIn<T>(index: KeyIndex<T>, value: T): Keys {
  const keys = index.keysOf(value) ?? null;
  return Array.isArray(keys) ? [...keys] : keys;
}
