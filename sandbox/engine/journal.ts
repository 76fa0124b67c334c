import { closeSync, existsSync, mkdirSync, openSync, readSync, renameSync, truncateSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';

/** One line of the journal: `["p", table, id, value]`, `["d", table, id]` or `["c", table]`. */
export type Entry = ['p', string, string, unknown] | ['d', string, string] | ['c', string];

/** Bytes that may be added before a rewrite is thought of: small worlds are never rewritten while they run. */
const LEAST_GROWTH = 64 * 1024 * 1024;

const CHUNK = 4 * 1024 * 1024;

/** An append-only file of JSON lines. Synchronous, so that an answer never leaves before its effect is written. */
export class Journal {
  private fd: number | null = null;
  private bytes = 0;
  private rewrittenBytes = 0;

  constructor(private readonly path: string) {}

  /** Calls `apply` for every entry in order; a half-written last line (a crash) is cut off. Returns how many were read. */
  read(apply: (entry: Entry) => void): number {
    if (!existsSync(this.path)) return 0;
    const fd = openSync(this.path, 'r');
    const chunk = Buffer.alloc(CHUNK);
    let half: Buffer = Buffer.alloc(0);
    let count = 0;
    // In pieces: whole, a long journal would double the memory the process keeps.
    for (let got = readSync(fd, chunk); got > 0; got = readSync(fd, chunk)) {
      const bytes = Buffer.concat([half, chunk.subarray(0, got)]);
      let start = 0;
      for (let end = bytes.indexOf(10); end !== -1; end = bytes.indexOf(10, start)) {
        // The journal is written only by append() below, so a complete line is an Entry.
        apply(JSON.parse(bytes.toString('utf8', start, end)) as Entry);
        count += 1;
        start = end + 1;
      }
      this.bytes += start;
      half = bytes.subarray(start);
    }
    closeSync(fd);
    if (half.length > 0) truncateSync(this.path, this.bytes);
    this.rewrittenBytes = this.bytes;
    return count;
  }

  append(lines: string[]): void {
    if (lines.length === 0) return;
    this.fd ??= this.open(this.path);
    this.bytes += write(this.fd, lines);
  }

  /** True when it has grown so much since it was last rewritten that most of it may be history. */
  get long(): boolean {
    return this.bytes > this.rewrittenBytes * 2 + LEAST_GROWTH;
  }

  /** Replaces the file by these lines, so that a crash leaves either the old or the new one. */
  rewrite(lines: Iterable<string>): void {
    this.close();
    const next = `${this.path}.next`;
    const fd = this.open(next, 'w');
    let batch: string[] = [];
    this.bytes = 0;
    for (const line of lines) {
      batch.push(line);
      if (batch.length === 2000) {
        this.bytes += write(fd, batch);
        batch = [];
      }
    }
    this.bytes += write(fd, batch);
    this.rewrittenBytes = this.bytes;
    closeSync(fd);
    renameSync(next, this.path);
  }

  close(): void {
    if (this.fd !== null) closeSync(this.fd);
    this.fd = null;
  }

  private open(path: string, mode: 'a' | 'w' = 'a'): number {
    mkdirSync(dirname(path), { recursive: true });
    return openSync(path, mode);
  }
}

/** Returns how many bytes were written. */
function write(fd: number, lines: string[]): number {
  if (lines.length === 0) return 0;
  const bytes = Buffer.from(`${lines.join('\n')}\n`);
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
  return bytes.length;
}
