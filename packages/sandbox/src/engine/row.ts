/** The keys of a row in one index. */
export type Keys = string | string[] | null;

/** One row of a table. If its value isn't in memory, the journal has it. */
export class Row<T> {
  gone = false;
  /** Position of its line in the journal; -1 while the journal doesn't have its current value. */
  at = -1;
  /** Length of that line in bytes, without the line break. */
  bytes = 0;
  /** One entry per index of the table, in the order of declaration. */
  keys: Keys[] = [];
  private value: T | undefined;
  private left: WeakRef<object> | undefined;

  constructor(
    readonly id: string,
    /** Order of the rows in a table. */
    readonly seq: number,
  ) {}

  /** The value, if it is in memory. */
  get held(): T | undefined {
    // `left` was created from this row's own value.
    return this.value ?? (this.left?.deref() as T | undefined);
  }

  hold(value: T): void {
    this.value = value;
    this.left = undefined;
  }

  /**
   * Drops the value from memory if the journal has it. While other code still uses the value, the row returns the same
   * object: with two copies, one copy's changes would be lost.
   */
  letGo(): void {
    if (this.at === -1) return;
    const { value } = this;
    this.left = typeof value === 'object' && value !== null ? new WeakRef(value) : undefined;
    this.value = undefined;
  }
}
