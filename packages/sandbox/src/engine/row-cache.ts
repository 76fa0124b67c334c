import type { Row } from './row';

/** Size as JSON; in memory it is two to three times as much, and up to two lots are kept. */
const LOT = 8 * 1024 * 1024;

/** Decides which values stay in memory: those used in the current and the previous lot. */
export class RowCache {
  private now = new Set<Row<unknown>>();
  private before = new Set<Row<unknown>>();
  private bytes = 0;

  constructor(private readonly lot = LOT) {}

  /** Records the use of a value that the journal also has. */
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
