import { join } from 'node:path';
import { Journal } from './journal';
import { JournalIndex } from './journal-index';
import type { Row } from './row';
import { RowCache } from './row-cache';
import type { JournalledTable } from './table';

/** Bytes that may be added before a rewrite is considered. A small journal is never rewritten. */
const LEAST_GROWTH = 64 * 1024 * 1024;

type AnyTable = JournalledTable<unknown>;

/** The journal with its index. Tracks which rows are in memory. */
export class Disk {
  private readonly journal: Journal;
  private readonly indexPath: string;
  private index: JournalIndex | null;
  private readonly warm = new RowCache();
  private rewritten = 0;

  constructor(
    dataDir: string,
    private readonly leastGrowth = LEAST_GROWTH,
  ) {
    this.journal = new Journal(join(dataDir, 'journal.jsonl'));
    this.indexPath = join(dataDir, 'journal.index');
    this.index = JournalIndex.open(this.indexPath, this.journal);
  }

  /** Fills every table: rows in the index are loaded on first use, later ones immediately. */
  load(tables: Map<string, AnyTable>, open: (name: string) => AnyTable): void {
    const { index } = this;
    for (const { name } of index?.head.tables ?? []) open(name).fillLater(() => this.known().table(name));
    const covered = index?.head.covered ?? 0;
    this.journal.read(covered, (entry, place) => {
      const [what, name, id] = entry;
      const table = open(name);
      if (what === 'p') this.place(table.load(id, entry[3]), place);
      else if (what === 'd') table.drop(id);
      else table.empty();
    });
    this.rewritten = index?.head.rewritten ?? sum(tables.values());
    if (this.journal.size - covered > this.leastGrowth) this.saveIndex(tables);
  }

  read(row: Row<unknown>): unknown {
    const [, , id, value] = JSON.parse(this.journal.line(row).toString()) as [string, string, string, unknown];
    if (id !== row.id) throw new Error(`The journal has ${id} where ${row.id} should be.`);
    return value;
  }

  used(row: Row<unknown>): void {
    this.warm.use(row);
  }

  /** @param rows the row of each line, in the same order; undefined for a removal */
  append(lines: string[], rows: (Row<unknown> | undefined)[], tables: Map<string, AnyTable>): void {
    this.journal.append(lines).forEach((place, i) => {
      const row = rows[i];
      if (row) this.place(row, place);
    });
    // The journal has grown so much since the last rewrite that most of it may be obsolete.
    if (this.journal.size > this.rewritten * 2 + this.leastGrowth) this.rewrite(tables);
  }

  /** Empties the journal. */
  reset(): void {
    this.forgetIndex();
    this.journal.rewrite([]);
    this.rewritten = 0;
  }

  close(tables: Map<string, AnyTable>): void {
    if (this.index?.head.covered !== this.journal.size) this.saveIndex(tables);
    this.index?.close();
    this.journal.close();
  }

  private place(row: Row<unknown>, { at, bytes }: { at: number; bytes: number }): void {
    row.at = at;
    row.bytes = bytes;
    this.warm.use(row);
  }

  private rewrite(tables: Map<string, AnyTable>): void {
    const rows = [...tables.values()].flatMap((table) => [...table.live()]);
    this.forgetIndex();
    this.journal.rewrite(rows).forEach(({ at }, i) => {
      const row = rows[i];
      if (row) row.at = at;
    });
    this.rewritten = this.journal.size;
    this.saveIndex(tables);
  }

  /** Runs before the journal is replaced, so that there is never an index of a different journal. */
  private forgetIndex(): void {
    this.index?.close();
    this.index = null;
    JournalIndex.remove(this.indexPath);
  }

  private saveIndex(tables: Map<string, AnyTable>): void {
    const texts = new Map<string, Buffer>();
    for (const [name, table] of tables) {
      texts.set(name, table.filled ? Buffer.from(JSON.stringify(table.toStored())) : this.known().text(name));
    }
    const { size: covered } = this.journal;
    const head = { covered, ending: this.journal.endingAt(covered), rewritten: this.rewritten };
    JournalIndex.write(this.indexPath, head, texts);
  }

  private known(): JournalIndex {
    if (!this.index) throw new Error('A table waits for an index that no longer exists.');
    return this.index;
  }
}

function sum(tables: Iterable<AnyTable>): number {
  let bytes = 0;
  for (const table of tables) for (const row of table.live()) bytes += row.bytes + 1;
  return bytes;
}
