import { closeSync, existsSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { Keys } from './row';

/** One table in columns: ids oldest first, the positions of their lines in the journal, and their index keys. */
export interface StoredTable {
  ids: string[];
  at: number[];
  bytes: number[];
  /** With the source of the function that computed them. */
  keys: Record<string, { source: string; column: Keys[] }>;
}

interface Head {
  /** The index covers the journal up to this byte. */
  covered: number;
  /** The content of the journal just before that byte, which differs in another journal. */
  ending: string;
  /** Size of the journal when it was last rewritten. */
  rewritten: number;
  tables: { name: string; bytes: number }[];
}

/**
 * An index of the journal, so that a start doesn't have to read every row. Optional: the journal alone contains
 * everything, and what was written after the index is read from there.
 */
export class JournalIndex {
  private constructor(
    private readonly fd: number,
    readonly head: Head,
    private readonly begins: ReadonlyMap<string, { at: number; bytes: number }>,
  ) {}

  /** Null when there is none, or only one of another journal. */
  static open(path: string, journal: { endingAt(byte: number): string }): JournalIndex | null {
    if (!existsSync(path)) return null;
    const fd = openSync(path, 'r');
    const start = Buffer.alloc(64 * 1024);
    const got = readSync(fd, start, 0, start.length, 0);
    const end = start.subarray(0, got).indexOf(10);
    // Written only by write() below, and renamed into place as a whole.
    const head = JSON.parse(start.toString('utf8', 0, Math.max(0, end)) || 'null') as Head | null;
    if (head === null || journal.endingAt(head.covered) !== head.ending) {
      closeSync(fd);
      return null;
    }
    const begins = new Map<string, { at: number; bytes: number }>();
    let at = end + 1;
    for (const { name, bytes } of head.tables) {
      begins.set(name, { at, bytes });
      at += bytes;
    }
    return new JournalIndex(fd, head, begins);
  }

  /** The JSON of one table. */
  text(name: string): Buffer {
    const { at, bytes } = this.begins.get(name) ?? { at: 0, bytes: 0 };
    const text = Buffer.allocUnsafe(bytes);
    for (let done = 0; done < bytes; ) {
      const got = readSync(this.fd, text, done, bytes - done, at + done);
      if (got === 0) throw new Error(`The index of the journal ends within ${name}.`);
      done += got;
    }
    return text;
  }

  table(name: string): StoredTable {
    return JSON.parse(this.text(name).toString()) as StoredTable;
  }

  close(): void {
    closeSync(this.fd);
  }

  /** Replaces the index. A crash leaves the previous one, which is still valid. */
  static write(path: string, head: Omit<Head, 'tables'>, tables: Map<string, Buffer>): void {
    const next = `${path}.next`;
    const fd = openSync(next, 'w');
    const sizes = Array.from(tables, ([name, text]) => ({ name, bytes: text.length }));
    const parts = [Buffer.from(`${JSON.stringify({ ...head, tables: sizes })}\n`), ...tables.values()];
    for (const part of parts) for (let done = 0; done < part.length; ) done += writeSync(fd, part, done);
    closeSync(fd);
    renameSync(next, path);
  }

  static remove(path: string): void {
    rmSync(path, { force: true });
  }
}
