import type { Sizes } from './data';

/** One table of the generated database: how many rows, and the statement that inserts rows `from` to `to`. */
export interface Table {
  readonly name: string;
  rows(sizes: Sizes): number;
  insert(sizes: Sizes, from: number, to: number): string;
}

/** Half of the customers each. */
export const provider = (n: string) => `(CASE WHEN ${n} % 2 = 0 THEN 'stripe' ELSE 'dodo' END)::"Provider"`;
/** A time up to two years ago, older for smaller numbers. */
export const past = (share: string) => `now() - (1 - (${share})::float8) * interval '700 days' - interval '1 hour'`;
/** The number of the customer that row `n` belongs to, spread so that one customer's rows lie apart, as in life. */
export const owner = ({ customers }: Sizes, n = 'n') => `(1 + (${n} - 1) % ${customers})`;

/** A table whose rows are numbered `n` from 1 and lie, with the time `t`, in the last 300 days. */
export function table(
  name: string,
  rows: (sizes: Sizes) => number,
  columns: string,
  values: (sizes: Sizes, total: number) => string,
): Table {
  const quoted = columns.split(' ').map((column) => `"${column}"`);
  return {
    name,
    rows,
    insert: (sizes, from, to) =>
      `INSERT INTO "${name}" (${quoted.join(', ')}) SELECT ${values(sizes, rows(sizes))} FROM generate_series(${from}, ${to}) n,
        LATERAL (SELECT now() - (1 - n / ${rows(sizes)}.0::float8) * interval '300 days' AS t) moment`,
  };
}

export const customers = ({ customers }: Sizes) => customers;

/**
 * Rows that every table has that can grow, unless there are fewer customers: PostgreSQL reads a smaller one as a whole
 * whatever indexes it has, so that a test of plans could not see that one is missing.
 */
const FEWEST = 2_000;
/** One for so many customers. */
export const one = (share: number) => (sizes: Sizes) =>
  Math.max(Math.ceil(sizes.customers / share), Math.min(sizes.customers, FEWEST));
