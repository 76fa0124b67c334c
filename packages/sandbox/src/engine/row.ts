/** What a row is found by in one index. */
export type Keys = string | string[] | null;

/** One row of a table. Its value may have left the memory; then a line of the journal holds it. */
export class Row<T> {
  gone = false;
  /** Where its line begins in the journal; -1 while no line says what the row says now. */
  at = -1;
  /** Length of that line in bytes, without its end. */
  bytes = 0;
  /** One entry for each index of the table, in the order of their declaration. */
  keys: Keys[] = [];
  private value: T | undefined;
  private left: WeakRef<object> | undefined;

  constructor(
    readonly id: string,
    /** Order of the rows of a table. */
    readonly seq: number,
  ) {}

  /** The value, if it is in memory. */
  get held(): T | undefined {
    // `left` was made from this row's own value.
    return this.value ?? (this.left?.deref() as T | undefined);
  }

  hold(value: T): void {
    this.value = value;
    this.left = undefined;
  }

  /**
   * Lets the value leave the memory unless the journal does not have it yet. As long as somebody works with it, it is
   * found again: of two copies that change apart, one change would be lost.
   */
  letGo(): void {
    if (this.at === -1) return;
    const { value } = this;
    this.left = typeof value === 'object' && value !== null ? new WeakRef(value) : undefined;
    this.value = undefined;
  }
}
