import type { ReactNode } from 'react';

export interface Column<Row> {
  readonly name: string;
  readonly cell: (row: Row) => ReactNode;
  readonly align?: 'start' | 'end';
}

interface Props<Row> {
  /** For screen readers only. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
}

/** A table that becomes a list on phones, with the column name in front of each value. */
export function Table<Row>({ caption, columns, rows, keyOf }: Props<Row>) {
  return (
    <table className="w-full text-left text-sm">
      <caption className="sr-only">{caption}</caption>
      <thead className="sr-only sm:not-sr-only">
        <tr>
          {columns.map(({ name, align }) => (
            <th
              key={name}
              scope="col"
              className={`px-5 py-3 font-medium text-muted-foreground ${align === 'end' ? 'text-right' : ''}`}
            >
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block sm:table-row-group">
        {rows.map((row) => (
          <tr
            key={keyOf(row)}
            className="block border-t border-border py-3 first:border-t-0 sm:first:border-t sm:table-row sm:py-0"
          >
            {columns.map(({ name, cell, align }) => (
              <td
                key={name}
                className={`flex items-baseline justify-between gap-6 px-5 py-1 sm:table-cell sm:py-3.5 ${align === 'end' ? 'sm:text-right' : ''}`}
              >
                <span aria-hidden="true" className="text-muted-foreground sm:hidden">
                  {name}
                </span>
                <span className="text-right sm:text-inherit">{cell(row)}</span>
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
