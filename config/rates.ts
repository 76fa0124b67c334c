/**
 * Exchange rates for /admin/revenue: with a table, the page, its CSV, and `npm run billing:revenue` also sum up all
 * currencies in one. They are your accountant's, so none are made up here. Nothing is ever charged by them.
 *
 *   { currency: 'USD', asOf: '2026-11-01', rates: { EUR: '1.08', GBP: '1.27' } }
 */
export const RATES: RateTable | null = null;

export interface RateTable {
  /** The currency that everything is summed up in, ISO 4217. */
  readonly currency: string;
  /** The day of the rates, `YYYY-MM-DD`; shown with the sums. */
  readonly asOf: string;
  /** Units of that currency for one unit of another, as decimals. */
  readonly rates: Readonly<Record<string, `${number}`>>;
}
