import { availableParallelism, loadavg } from 'node:os';

/** One line of the result: what was measured, the number with its words, and what the project aims at. */
export interface Row {
  what: string;
  measured: string;
  aim: string;
  /** Whether the aim was reached; undefined where there is none. */
  reached?: boolean;
}

/** One minute's load average, for the rows it disturbs. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

/** Prints the rows beside their aims, on what machine and how busy it was, and what was missed. */
export function printTable(rows: Row[]): void {
  const heads: Row = { what: 'What', measured: 'Measured', aim: 'Aim' };
  const width = (column: 'what' | 'measured' | 'aim'): number =>
    Math.max(...[heads, ...rows].map((row) => row[column].length));
  const line = ({ what, measured, aim, reached }: Row): string =>
    `| ${what.padEnd(width('what'))} | ${measured.padEnd(width('measured'))} | ${aim.padEnd(width('aim'))} |${reached === false ? ' missed' : ''}`;
  const loads = loadavg().map((value) => value.toFixed(1));
  console.log(
    `\nNode ${process.version}, ${availableParallelism()} cores, load ${loads.join(' ')} (1, 5, 15 minutes)\n`,
  );
  console.log(line(heads));
  console.log(line({ what: '', measured: '', aim: '' }).replaceAll(' ', '-'));
  for (const row of rows) console.log(line(row));
  const missed = rows.filter(({ reached }) => reached === false);
  const aims = rows.filter(({ reached }) => reached !== undefined).length;
  console.log(
    missed.length === 0
      ? `\nAll ${aims} aims were reached.`
      : `\n${aims - missed.length} of ${aims} aims were reached. Missed: ${missed.map(({ what }) => what).join('; ')}.`,
  );
}
