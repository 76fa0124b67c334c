import type { ReactNode } from 'react';
import type { Column } from '../ui/table';
import { ADMIN } from './copy';
import { ScrollArea } from './scroll-area';

export type { Column };

interface Props<Row> {
  /** Says what the rows are; also names the region, which the keyboard can scroll. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  /** Shown instead of an empty table. */
  readonly empty?: ReactNode;
}

/** A dense table that scrolls sideways where it doesn't fit. */
export function DataTable<Row>({ caption, columns, rows, keyOf, empty = ADMIN.none }: Props<Row>) {
  if (rows.length === 0) return <p className="rounded-sm border border-border p-4 text-sm">{empty}</p>;
  return (
    <ScrollArea label={caption}>
      <table className="w-full text-left text-xs [&_code]:whitespace-nowrap">
        <caption className="sr-only">{caption}</caption>
        <thead className="border-b border-border bg-muted text-muted-foreground">
          <tr>
            {columns.map(({ name, align }) => (
              <th
                key={name}
                scope="col"
                className={`px-3 py-2 font-medium whitespace-nowrap ${align === 'end' ? 'text-right' : ''}`}
              >
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {rows.map((row) => (
            <tr key={keyOf(row)} className="align-top hover:bg-muted">
              {columns.map(({ name, cell, align }) => (
                <td
                  key={name}
                  className={`px-3 py-2 ${align === 'end' ? 'text-right whitespace-nowrap tabular-nums' : ''}`}
                >
                  {cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}
