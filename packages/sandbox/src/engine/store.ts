import { Disk } from './disk';
import type { Listing } from './listing';
import type { Row } from './row';
import { type Indexes, JournalledTable } from './table';

/** A named collection of plain JSON values. After changing a value in place, call `put` again. */
export interface Table<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): T;
  remove(id: string): boolean;
  readonly size: number;
  newestFirst(): Listing<T>;
  oldestFirst(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  /** Newest first. */
  by(index: string, value: string): T[];
  /** Same as `by`, but each value is read only when iteration reaches it. */
  each(index: string, value: string): IterableIterator<T>;
  clear(): void;
}

/** The sandbox's state: recently used values in memory, everything in the journal that `flush` writes. */
export interface Store {
  /** The table with that name; the same instance on every call. Adds new indexes. */
  table<T>(name: string, indexes?: Indexes<T>): Table<T>;
  tables(): string[];
  /**
   * Writes the changes since the last flush, and sometimes rewrites the whole journal: a year of renewals leaves far
   * more history than state. Synchronous; does nothing without changes.
   */
  flush(): void;
  /** Empties every table and the journal. */
  reset(): void;
  /** Every value as it is now. */
  snapshot(): Snapshot;
  /** Replaces everything with what a snapshot holds. */
  restore(snapshot: Snapshot): void;
  close(): void;
}

/** The values of every table as JSON by their ids, oldest first. */
export type Snapshot = ReadonlyMap<string, readonly (readonly [id: string, json: string])[]>;

type Pending = 'put' | 'removed' | 'replaced';

/**
 * Opens the store in `dataDir` (an empty string: memory only).
 * @param rewriteAfter bytes the journal may grow by before it is rewritten
 */
export function openStore(dataDir: string, rewriteAfter?: number): Store {
  const tables = new Map<string, JournalledTable<unknown>>();
  const changed = new Map<string, Map<string, Pending>>();
  const cleared = new Set<string>();
  let closed = false;
  const disk = dataDir === '' ? null : new Disk(dataDir, rewriteAfter);

  const pendingOf = (name: string): Map<string, Pending> => {
    const pending = changed.get(name) ?? new Map<string, Pending>();
    changed.set(name, pending);
    return pending;
  };
  const backing = {
    put(name: string, id: string) {
      const pending = pendingOf(name);
      const before = pending.get(id);
      // A row that was removed and put again moves to the end of its table; the journal must contain both.
      pending.set(id, before === 'removed' || before === 'replaced' ? 'replaced' : 'put');
    },
    remove: (name: string, id: string) => void pendingOf(name).set(id, 'removed'),
    clear(name: string) {
      changed.delete(name);
      cleared.add(name);
    },
    read(row: Row<unknown>) {
      if (!disk) throw new Error(`The value of ${row.id} no longer exists.`);
      return disk.read(row);
    },
    used: (row: Row<unknown>) => disk?.used(row),
  };
  const open = (name: string): JournalledTable<unknown> => {
    const table = tables.get(name) ?? new JournalledTable<unknown>(name, backing);
    tables.set(name, table);
    return table;
  };

  disk?.load(tables, open);

  return {
    table<T>(name: string, indexes?: Indexes<T>): Table<T> {
      // Each table has one owner, which defines its type; the store itself never reads a value's fields.
      const table = open(name) as unknown as JournalledTable<T>;
      if (indexes) table.index(indexes);
      return table;
    },
    tables: () => [...tables.keys()],
    flush() {
      if (closed || (changed.size === 0 && cleared.size === 0)) return;
      const lines: string[] = [];
      const rows: (Row<unknown> | undefined)[] = [];
      const write = (entry: unknown[], row?: Row<unknown>): void => {
        lines.push(JSON.stringify(entry));
        rows.push(row);
      };
      if (disk) {
        for (const name of cleared) write(['c', name]);
        for (const [name, pending] of changed) {
          for (const [id, what] of pending) {
            if (what !== 'put') write(['d', name, id]);
            const row = what === 'removed' ? undefined : open(name).row(id);
            if (row) write(['p', name, id, row.held], row);
          }
        }
        disk.append(lines, rows, tables);
      }
      changed.clear();
      cleared.clear();
    },
    reset() {
      for (const table of tables.values()) table.empty();
      changed.clear();
      cleared.clear();
      disk?.reset();
    },
    snapshot() {
      const jsonOf = ([id, value]: [string, unknown]) => [id, JSON.stringify(value)] as const;
      return new Map([...tables].map(([name, table]) => [name, [...table.entries()].reverse().map(jsonOf)]));
    },
    restore(snapshot) {
      this.reset();
      for (const [name, values] of snapshot) {
        const table = open(name);
        for (const [id, json] of values) table.put(id, JSON.parse(json));
      }
    },
    close() {
      if (closed) return;
      this.flush();
      closed = true;
      disk?.close(tables);
    },
  };
}
