import { toDecimal } from '@/lib/billing/money';
import { TERMS } from './bridge';
import { movementPages } from './movements';
import type { Period } from './period';
import type { RevenueReport } from './report';

/** CSV (RFC 4180). Only ids, names of ours, dates, and numbers, so that no cell can be a formula. */
function toCsv(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => `${row.join(',')}\r\n`).join('');
}

/** The report as a table: a row for each number, in the currency's major units. */
export function reportCsv({ currencies, trials, sum }: RevenueReport): string {
  const all = sum === null ? [] : [{ ...sum.revenue, name: `all in ${sum.revenue.currency}` }];
  const named = [...currencies.map((one) => ({ ...one, name: one.currency })), ...all];
  const rows = named.flatMap(({ name, currency, start, end, terms, arr, customers, net, series }) => {
    const row = (what: string, amount: bigint, count = '') => [name, what, toDecimal(amount, currency), count];
    return [
      row('mrr_start', start),
      ...TERMS.map((term) => row(term, terms[term].amount, String(terms[term].customers))),
      row('mrr_end', end, String(customers)),
      row('arr', arr),
      ...(net === null
        ? []
        : (['gross', 'tax', 'refunds', 'disputes', 'net'] as const).map((what) => row(what, net[what]))),
      ...series.map(({ day, mrr }) => row(`mrr ${day}`, mrr)),
    ];
  });
  const counts = (['running', 'started', 'converted', 'lost'] as const).map((what) => [
    ...['', `trials_${what}`, ''],
    String(trials[what]),
  ]);
  return toCsv([['currency', 'what', 'amount', 'customers'], ...rows, ...counts]);
}

/** Every customer whose monthly revenue changed, by our id: a text for each page, read when it is wanted. */
export async function* movementsCsv(period: Period): AsyncGenerator<string> {
  yield toCsv([['customer', 'currency', 'term', 'mrr']]);
  for await (const page of movementPages(period))
    yield toCsv(
      page.map(({ workspaceId, currency, term, amount }) => [workspaceId, currency, term, toDecimal(amount, currency)]),
    );
}
