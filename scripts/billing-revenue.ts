// npm run billing:revenue [-- --from 2026-11-01 --to 2026-11-30 --step day|week|month --customers]: the revenue of a period
// from the ledger as CSV; with --customers, every customer whose monthly revenue changed.
import { parseArgs } from 'node:util';
import { businessNow } from '@/lib/clock';
import { movementsCsv, reportCsv } from '@/lib/operators/revenue/csv';
import { readPeriod, STEPS } from '@/lib/operators/revenue/period';
import { revenueReport } from '@/lib/operators/revenue/report';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { from: text, to: text, step: text, customers: { type: 'boolean' } } });
const step = STEPS.find((known) => known === values.step) ?? 'month';
const period = readPeriod(values.from, values.to, await businessNow());
if (values.customers === true) for await (const text of movementsCsv(period)) process.stdout.write(text);
else process.stdout.write(reportCsv(await revenueReport(period, step)));
process.exit(0);
