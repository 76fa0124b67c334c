import type { Report } from './report';

/** CSV (RFC 4180) with only dates and numbers, so that no cell can be a formula. */
export function toCsv(report: Report): string {
  const rows = report.days.map(({ day, value, trend }) => [day, value, trend === null ? '' : trend.toFixed(2)]);
  return [['day', 'count', 'weekly_average'], ...rows].map((row) => `${row.join(',')}\r\n`).join('');
}
