import type { Count } from './series';

// Made-up orders of a bakery: busy on Saturdays, closed on Mondays, a fair on the 17th.
const ORDERS = [
  118, 0, 92, 97, 104, 131, 187, 124, 0, 95, 101, 109, 139, 196, 129, 0, 264, 112, 117, 146, 203, 137, 0, 108, 113, 121,
  155, 217, 149, 0, 119,
];

/** A month of sample numbers. Always labeled as an example. */
export const EXAMPLE: readonly Count[] = ORDERS.map((value, index) => ({
  day: `2026-03-${String(index + 1).padStart(2, '0')}`,
  value,
}));

/** The first `days` of the example, as a user would paste them. */
export function exampleText(days: number): string {
  return EXAMPLE.slice(0, days)
    .map(({ day, value }) => `${day}, ${value}`)
    .join('\n');
}
