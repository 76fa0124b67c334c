import { z } from 'zod';
import { seriesProblem } from '@/components/reports/words';
import { requireUserApi } from '@/lib/auth';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { toCsv } from '@/lib/reports/csv';
import { runReport } from '@/lib/reports/run';
import { MAX_TEXT } from '@/lib/reports/series';

const exportInput = z.strictObject({ series: z.string().max(MAX_TEXT) });

export const POST = route(async (request) => {
  const user = await requireUserApi('/premium');
  assertSameOrigin(request);
  const { series } = await readForm(request, exportInput);
  const run = await runReport(user.id, series, 'exports');
  if (!run.ok)
    throw appError('request/invalid', { field: 'series', words: seriesProblem(run.error.line, run.error.problem) });
  return new Response(toCsv(run.report), {
    headers: { 'content-type': 'text/csv; charset=utf-8', 'content-disposition': 'attachment; filename="report.csv"' },
  });
});
