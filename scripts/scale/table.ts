import { availableParallelism, loadavg } from 'node:os';

/** One row of the result: what was measured, the value, the target, and whether it was met. */
export interface Row {
  readonly what: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

/** Prints the rows with the machine and its load over one, five, and fifteen minutes. */
export function printTable(rows: readonly Row[]): void {
  const loads = loadavg().map((value) => value.toFixed(1));
  console.log(`\nNode ${process.version}, ${availableParallelism()} cores, load ${loads.join(' ')}\n`);
  const lines = [['What', 'Measured', 'Target'], ...rows.map(({ what, measured, target }) => [what, measured, target])];
  const widths = [0, 1, 2].map((column) => Math.max(...lines.map((cells) => cells[column]?.length ?? 0)));
  for (const [index, cells] of lines.entries()) {
    const missed = rows[index - 1]?.met === false ? ' missed' : '';
    console.log(`| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |${missed}`);
  }
  const missed = rows.filter(({ met }) => !met).map(({ what }) => what);
  console.log(`\nMet ${rows.length - missed.length} of ${rows.length} targets. ${missed.join('; ')}`);
}
