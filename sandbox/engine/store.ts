import { join } from 'node:path';
import { Journal } from './journal';
import { type Changes, type Indexes, MemoryTable } from './table';

/** A named collection of plain JSON values. After changing a value in place, call `put` again. */
export interface Table<T> {
  get(id: string): T | undefined;
  put(id: string, value: T): T;
  remove(id: string): boolean;
  readonly size: number;
  newestFirst(): IterableIterator<T>;
  oldestFirst(): IterableIterator<T>;
  entries(): IterableIterator<[string, T]>;
  by(index: string, value: string): T[];
  clear(): void;
}

/** All state of the sandbox: in memory, journalled to disk by `flush`. */
export interface Store {
  /** The table of that name; the same one on every call. Indexes given later are added. */
  table<T>(name: string, indexes?: Indexes<T>): Table<T>;
  tables(): string[];
  /**
   * Writes what changed since the last flush, and now and then the whole journal anew: a year of renewals leaves far
   * more history than state. Synchronous; does nothing when nothing changed.
   */
  flush(): void;
  /** Empties every table and the journal. */
  reset(): void;
  close(): void;
}

type Pending = 'put' | 'removed' | 'replaced';

/** Opens the store in `dataDir` (an empty string: memory only) and compacts its journal when it holds mostly history. */
export function openStore(dataDir: string): Store {
  const tables = new Map<string, MemoryTable<unknown>>();
  const changed = new Map<string, Map<string, Pending>>();
  const cleared = new Set<string>();
  let closed = false;
  const journal = dataDir === '' ? null : new Journal(join(dataDir, 'journal.jsonl'));

  const pendingOf = (name: string): Map<string, Pending> => {
    const pending = changed.get(name) ?? new Map<string, Pending>();
    changed.set(name, pending);
    return pending;
  };
  const changes: Changes = {
    put(name, id) {
      const pending = pendingOf(name);
      const before = pending.get(id);
      // A row that was removed and put again stands at the end of its table; the journal must say both.
      pending.set(id, before === 'removed' || before === 'replaced' ? 'replaced' : 'put');
    },
    remove: (name, id) => void pendingOf(name).set(id, 'removed'),
    clear(name) {
      changed.delete(name);
      cleared.add(name);
    },
  };
  const open = (name: string): MemoryTable<unknown> => {
    const table = tables.get(name) ?? new MemoryTable<unknown>(name, changes);
    tables.set(name, table);
    return table;
  };

  const line = (name: string, id: string): string | undefined => {
    const value = tables.get(name)?.get(id);
    return value === undefined ? undefined : JSON.stringify(['p', name, id, value]);
  };

  if (journal) {
    const read = journal.read((entry) => {
      const [what, name, id] = entry;
      const table = open(name);
      if (what === 'p') table.load(id, entry[3]);
      else if (what === 'd') table.remove(id);
      else table.empty();
    });
    changed.clear();
    const live = [...tables.values()].reduce((sum, table) => sum + table.size, 0);
    if (read > live * 1.5 + 1000) journal.rewrite(everyLine(tables));
  }

  return {
    table<T>(name: string, indexes?: Indexes<T>): Table<T> {
      // Tables are typed by their one owner; the store itself never looks into a value.
      const table = open(name) as unknown as MemoryTable<T>;
      if (indexes) table.index(indexes);
      return table;
    },
    tables: () => [...tables.keys()],
    flush() {
      if (closed || (changed.size === 0 && cleared.size === 0)) return;
      if (journal) {
        const lines: string[] = [];
        for (const name of cleared) lines.push(JSON.stringify(['c', name]));
        for (const [name, pending] of changed) {
          for (const [id, what] of pending) {
            if (what !== 'put') lines.push(JSON.stringify(['d', name, id]));
            const put = what === 'removed' ? undefined : line(name, id);
            if (put !== undefined) lines.push(put);
          }
        }
        journal.append(lines);
        if (journal.long) journal.rewrite(everyLine(tables));
      }
      changed.clear();
      cleared.clear();
    },
    reset() {
      for (const table of tables.values()) table.empty();
      changed.clear();
      cleared.clear();
      journal?.rewrite([]);
    },
    close() {
      this.flush();
      closed = true;
      journal?.close();
    },
  };
}

function* everyLine(tables: Map<string, MemoryTable<unknown>>): Iterable<string> {
  for (const [name, table] of tables) {
    const rows = [...table.entries()].reverse();
    for (const [id, value] of rows) yield JSON.stringify(['p', name, id, value]);
  }
}
