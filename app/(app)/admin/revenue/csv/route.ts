import { requireOperator } from '@/lib/auth';
import { businessNow } from '@/lib/clock';
import { route } from '@/lib/http/route';
import { streamText } from '@/lib/http/text-stream';
import { movementsCsv, reportCsv } from '@/lib/operators/revenue/csv';
import { readPeriod, STEPS } from '@/lib/operators/revenue/period';
import { revenueReport } from '@/lib/operators/revenue/report';

/** The numbers of the revenue page as a file; the customers behind them are sent while they are read. */
export const GET = route(async (request) => {
  await requireOperator();
  const query = request.nextUrl.searchParams;
  const period = readPeriod(query.get('from') ?? undefined, query.get('to') ?? undefined, await businessNow());
  const step = STEPS.find((known) => known === query.get('step')) ?? 'day';
  const ofCustomers = query.get('of') === 'customers';
  const body = ofCustomers ? await streamText(movementsCsv(period)) : reportCsv(await revenueReport(period, step));
  const name = ofCustomers ? 'revenue-by-customer.csv' : 'revenue.csv';
  return new Response(body, {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': `attachment; filename="${name}"` },
  });
});
