import { z } from 'zod';
import { seriesProblem } from '@/components/reports/words';
import { requireUserApi } from '@/lib/auth';
import { getAccess, mayUse } from '@/lib/billing/access';
import { businessNow } from '@/lib/clock';
import { AppError, appError } from '@/lib/errors';
import { readForm } from '@/lib/http/form';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { includedDays } from '@/lib/reports/allowance';
import { runReport } from '@/lib/reports/run';
import { MAX_TEXT } from '@/lib/reports/series';
import { creditsUsed } from '@/lib/reports/usage';

const reportInput = z.strictObject({ series: z.string().max(MAX_TEXT) });

/** The twin of the reports page: what the plan includes and which credits were used. Opens by plan. */
export const GET = route(async () => {
  const user = await requireUserApi('/premium');
  const access = await getAccess(user.id);
  if (!mayUse(access, 'reports')) return subscriptionRequired(appError('billing/subscription-required'));
  const usage = await creditsUsed(user.id, await businessNow());
  return Response.json({ plan: access.plan, includedDays: includedDays(access), credits: access.credits, usage });
});

/** A report on the numbers sent, `{"series":"2026-11-01, 120\n…"}`. More days than the plan includes use a credit. */
export const POST = route(async (request) => {
  const user = await requireUserApi('/premium');
  assertSameOrigin(request);
  const { series } = await readForm(request, reportInput);
  try {
    const run = await runReport(user.id, series, 'reports');
    if (!run.ok)
      throw appError('request/invalid', { field: 'series', words: seriesProblem(run.error.line, run.error.problem) });
    return Response.json({ report: run.report, credits: run.credits });
  } catch (error) {
    if (error instanceof AppError && error.code === 'billing/subscription-required') return subscriptionRequired(error);
    throw error;
  }
});

/** The code programs know from the documentation: `subscription_required`. */
function subscriptionRequired({ status, message }: AppError): Response {
  return Response.json({ error: { code: 'subscription_required', message } }, { status });
}
