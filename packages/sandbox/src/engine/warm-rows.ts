import type { Row } from './row';

/** As JSON; in memory it is two to three times as much, and up to two lots are kept. */
const LOT = 8 * 1024 * 1024;

/** Which values stay in memory: those used since the last lot but one was full. */
export class WarmRows {
  private now = new Set<Row<unknown>>();
  private before = new Set<Row<unknown>>();
  private bytes = 0;

  constructor(private readonly lot = LOT) {}

  /** Notes that a value that also stands in the journal was used. */
  use(row: Row<unknown>): void {
    if (this.now.has(row)) return;
    this.now.add(row);
    this.bytes += row.bytes;
    if (this.bytes < this.lot) return;
    for (const old of this.before) if (!this.now.has(old)) old.letGo();
    this.before = this.now;
    this.now = new Set();
    this.bytes = 0;
  }
}
