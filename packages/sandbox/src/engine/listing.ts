import type { Row } from './row';

/** The values of a table, newest first. Each is read only when iteration reaches it. */
export interface Listing<T> extends Iterable<T> {
  /** Those older than the row with that id, newest first; undefined when there is no such row. */
  after(id: string): Iterable<T> | undefined;
  /** Those newer than the row with that id, the nearest first. */
  before(id: string): Iterable<T> | undefined;
}

/** @param order the rows by their `seq`, including removed ones */
export function listing<T>(
  order: readonly Row<T>[],
  find: (id: string) => Row<T> | undefined,
  valueIn: (row: Row<T>) => T,
): Listing<T> {
  // Uses the length at the start, because rows may be added while a caller iterates.
  const { length } = order;
  function* from(start: number, step: 1 | -1): IterableIterator<T> {
    for (let i = start; i >= 0 && i < length; i += step) {
      const row = order[i];
      if (row && !row.gone) yield valueIn(row);
    }
  }
  const beside = (id: string, step: 1 | -1): Iterable<T> | undefined => {
    const row = find(id);
    return row && from(position(order, row.seq) + step, step);
  };
  return {
    [Symbol.iterator]: () => from(length - 1, -1),
    after: (id) => beside(id, -1),
    before: (id) => beside(id, 1),
  };
}

export function isListing<T>(values: Iterable<T>): values is Listing<T> {
  return 'after' in values && 'before' in values;
}

function position(order: readonly Row<unknown>[], seq: number): number {
  let low = 0;
  let high = order.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((order[middle]?.seq ?? 0) < seq) low = middle + 1;
    else high = middle;
  }
  return low;
}
