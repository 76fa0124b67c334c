import { seriesInput } from '@/lib/api/inputs';
import { actorOf, requireUserApi } from '@/lib/auth';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { seriesProblem } from '@/lib/reports/copy';
import { toCsv } from '@/lib/reports/csv';
import { runReport } from '@/lib/reports/run';

export const POST = route(async (request) => {
  const user = await requireUserApi('/premium');
  assertSameOrigin(request);
  const { series } = await readForm(request, seriesInput);
  const run = await runReport(actorOf(user), series, 'exports');
  if (!run.ok)
    throw appError('request/invalid', { field: 'series', message: seriesProblem(run.error.line, run.error.problem) });
  return new Response(toCsv(run.report), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="report.csv"' },
  });
});
