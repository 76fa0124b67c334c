import { availableParallelism, loadavg } from 'node:os';

/** One row of the result: what was measured, the value, and the target. */
export interface Row {
  what: string;
  measured: string;
  target: string;
  /** Whether the target was met; undefined when there is none. */
  met?: boolean;
}

/** Load average over one minute. */
export const load = (): string => (loadavg()[0] ?? 0).toFixed(1);

/** Prints the rows with their targets, the machine, and its load. */
export function printTable(rows: Row[]): void {
  const heads: Row = { what: 'What', measured: 'Measured', target: 'Target' };
  const width = (column: 'what' | 'measured' | 'target'): number =>
    Math.max(...[heads, ...rows].map((row) => row[column].length));
  const line = ({ what, measured, target, met }: Row): string =>
    `| ${what.padEnd(width('what'))} | ${measured.padEnd(width('measured'))} | ${target.padEnd(width('target'))} |${met === false ? ' missed' : ''}`;
  const loads = loadavg().map((value) => value.toFixed(1));
  console.log(
    `\nNode ${process.version}, ${availableParallelism()} cores, load ${loads.join(' ')} (1, 5, 15 minutes)\n`,
  );
  console.log(line(heads));
  console.log(line({ what: '', measured: '', target: '' }).replaceAll(' ', '-'));
  for (const row of rows) console.log(line(row));
  const missed = rows.filter(({ met }) => met === false);
  const targets = rows.filter(({ met }) => met !== undefined).length;
  console.log(
    missed.length === 0
      ? `\nMet all ${targets} targets.`
      : `\nMet ${targets - missed.length} of ${targets} targets. Missed: ${missed.map(({ what }) => what).join('; ')}.`,
  );
}
