import { availableParallelism, loadavg } from 'node:os';

/** One line of the result: what was measured, the number, and what the project aims at. */
export interface Row {
  what: string;
  measured: string;
  aim: string;
}

/** Prints the rows beside their aims, under a line that says on what machine and how busy it was. */
export function printTable(rows: Row[]): void {
  const heads: Row = { what: 'What', measured: 'Measured', aim: 'Aim' };
  const width = (column: keyof Row): number => Math.max(...[heads, ...rows].map((row) => row[column].length));
  const [what, measured] = [width('what'), width('measured')];
  const load = loadavg().map((value) => value.toFixed(1));
  console.log(
    `\nNode ${process.version}, ${availableParallelism()} cores, load ${load.join(' ')} (1, 5, 15 minutes)\n`,
  );
  for (const row of [heads, ...rows])
    console.log(`${row.what.padEnd(what)}  ${row.measured.padEnd(measured)}  ${row.aim}`);
}
