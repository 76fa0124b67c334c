import { closeSync, fstatSync, ftruncateSync, mkdirSync, openSync, readSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** One line of the journal: `["p", table, id, value]`, `["d", table, id]` or `["c", table]`. */
export type Entry = ['p', string, string, unknown] | ['d', string, string] | ['c', string];

/** Position of a line: its first byte and its length without the line break. */
export interface Place {
  at: number;
  bytes: number;
}

const CHUNK = 4 * 1024 * 1024;
const WINDOW = 32 * 1024;

/**
 * An append-only file of JSON lines with random access. Synchronous, so that a response is never sent before its effect
 * is written.
 */
export class Journal {
  private fd: number;
  private written: number;
  private window = { at: 0, bytes: Buffer.alloc(0) };
  private readonly buffer = Buffer.alloc(WINDOW);

  constructor(private readonly path: string) {
    mkdirSync(dirname(path), { recursive: true });
    this.fd = openSync(path, 'a+');
    this.written = fstatSync(this.fd).size;
  }

  /** In bytes. */
  get size(): number {
    return this.written;
  }

  /** The last bytes before this one, which identify the journal. */
  endingAt(byte: number): string {
    const bytes = Buffer.alloc(Math.min(byte, 200));
    const got = readSync(this.fd, bytes, 0, bytes.length, byte - bytes.length);
    return bytes.toString('base64', 0, got);
  }

  /** Calls `apply` for every entry from a byte on, in order. Removes an incomplete last line (a crash). */
  read(from: number, apply: (entry: Entry, place: Place) => void): void {
    const chunk = Buffer.alloc(CHUNK);
    let half: Buffer = Buffer.alloc(0);
    let at = from;
    // In chunks: reading a long journal as a whole would double the memory of the process.
    for (let next = from; ; ) {
      const got = readSync(this.fd, chunk, 0, CHUNK, next);
      if (got === 0) break;
      next += got;
      const bytes = Buffer.concat([half, chunk.subarray(0, got)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        // The journal is written only by append() below, so a complete line is an Entry.
        apply(JSON.parse(bytes.toString('utf8', start, end)) as Entry, { at, bytes: end - start });
        at += end + 1 - start;
        start = end + 1;
      }
      half = bytes.subarray(start);
    }
    if (half.length > 0) ftruncateSync(this.fd, at);
    this.written = at;
  }

  /**
   * The bytes of one line, valid until the next call. Reads some more at a time, because a listing needs the adjacent
   * lines next.
   */
  line({ at, bytes }: Place): Buffer {
    const { window } = this;
    if (at < window.at || at + bytes > window.at + window.bytes.length) {
      const buffer = bytes > WINDOW ? Buffer.allocUnsafe(bytes) : this.buffer;
      const from = Math.max(0, at - Math.floor((buffer.length - bytes) / 2));
      const got = readSync(this.fd, buffer, 0, buffer.length, from);
      this.window = { at: from, bytes: buffer.subarray(0, got) };
    }
    const start = at - this.window.at;
    return this.window.bytes.subarray(start, start + bytes);
  }

  /** @returns the positions of the lines */
  append(lines: string[]): Place[] {
    if (lines.length === 0) return [];
    try {
      writeWhole(this.fd, Buffer.from(`${lines.join('\n')}\n`));
    } catch (error) {
      // The disk is full: what follows an incomplete line would be read as part of it.
      ftruncateSync(this.fd, this.written);
      throw error;
    }
    return lines.map((line) => {
      const place = { at: this.written, bytes: Buffer.byteLength(line) };
      this.written += place.bytes + 1;
      return place;
    });
  }

  /**
   * Keeps only the lines at these positions. A crash leaves either the old file or the new one. @returns their new
   * positions
   */
  rewrite(kept: Iterable<Place>): Place[] {
    const next = `${this.path}.next`;
    const fd = openSync(next, 'w');
    const places: Place[] = [];
    const batch = Buffer.alloc(CHUNK);
    let filled = 0;
    let at = 0;
    for (const place of kept) {
      const line = this.line(place);
      if (filled + line.length + 1 > CHUNK) {
        writeWhole(fd, batch.subarray(0, filled));
        filled = 0;
      }
      if (line.length + 1 > CHUNK) writeWhole(fd, Buffer.concat([line, NEW_LINE]));
      else {
        filled += line.copy(batch, filled);
        batch[filled] = 10;
        filled += 1;
      }
      places.push({ at, bytes: line.length });
      at += line.length + 1;
    }
    writeWhole(fd, batch.subarray(0, filled));
    closeSync(fd);
    renameSync(next, this.path);
    closeSync(this.fd);
    this.fd = openSync(this.path, 'a+');
    this.written = at;
    this.window = { at: 0, bytes: Buffer.alloc(0) };
    return places;
  }

  close(): void {
    closeSync(this.fd);
  }
}

const NEW_LINE = Buffer.from('\n');

function writeWhole(fd: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
}
