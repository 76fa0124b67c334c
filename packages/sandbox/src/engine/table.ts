import type { StoredTable } from './journal-index';
import { KeyIndex } from './key-index';
import { type Listing, listing } from './listing';
import { type Keys, Row } from './row';

/** Where a table tells what changed, and where it finds the values that have left the memory. */
export interface Backing {
  put(table: string, id: string): void;
  remove(table: string, id: string): void;
  clear(table: string): void;
  /** The value of a row as the journal has it. */
  read(row: Row<unknown>): unknown;
  used(row: Row<unknown>): void;
}

export type Indexes<T> = Record<string, (value: T) => Keys | undefined>;

/** Rows by id, in the order of their first `put`, with secondary indexes. Values are plain JSON. */
export class JournalledTable<T> {
  private rows = new Map<string, Row<T>>();
  private order: Row<T>[] = [];
  /** Everything before it in `order` is gone. */
  private first = 0;
  private holes = 0;
  private seq = 0;
  private readonly indexes = new Map<string, KeyIndex<T>>();
  private stored: (() => StoredTable) | undefined;

  constructor(
    readonly name: string,
    private readonly backing: Backing,
  ) {}

  /** Takes its rows from the journal's index when it is first used. */
  fillLater(stored: () => StoredTable): void {
    this.stored = stored;
  }

  /** False while nobody has used it since the start. */
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

  /** Stores a value, or notes that a stored one was changed in place; returns it. */
  put(id: string, value: T): T {
    this.backing.put(this.name, id);
    this.load(id, value);
    return value;
  }

  /** As `put`, without telling the journal: used while reading it. */
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

  /** As `remove`, without telling the journal. */
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

  /** As `clear`, without telling the journal. */
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

  /** Also to be begun at a row, without reading those before it. */
  newestFirst(): Listing<T> {
    this.all();
    return listing(
      this.order,
      (id) => this.rows.get(id),
      (row) => this.valueIn(row),
    );
  }

  /** Ids with their values, newest first: for listings that do not know the shape. */
  *entries(): IterableIterator<[string, T]> {
    for (const row of [...this.live()].reverse()) if (!row.gone) yield [row.id, this.valueIn(row)];
  }

  /** Every value whose index `name` contains `value`, newest first. Throws for an index that was never declared. */
  by(name: string, value: string): T[] {
    return [...this.each(name, value)];
  }

  /** As `by`, one at a time: for a page of a key that many rows have. */
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

  /** Declares indexes; those already there stay. */
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
    // The array may be replaced or grow while a caller iterates: what counts is what stood there at the first step.
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

  /** Its rows as the journal's index keeps them; every row must be in the journal. */
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
      // The keys of an index that is defined differently by now are worth nothing.
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
    // A table is typed by its one owner, who put the value that the journal gives back.
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
