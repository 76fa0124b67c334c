import { seriesInput } from '@/lib/api/inputs';
import { actorOf, requireUserApi } from '@/lib/auth';
import { can } from '@/lib/billing/access/decide';
import { loadAccess } from '@/lib/billing/access/get-access';
import { AppError, appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { includedDays } from '@/lib/reports/allowance';
import { seriesProblem } from '@/lib/reports/copy';
import { runReport } from '@/lib/reports/run';
import { creditsUsed } from '@/lib/reports/usage';

/** The reports page as JSON: what the plan includes and the credits used. Requires a plan with reports. */
export const GET = route(async () => {
  const user = await requireUserApi('/premium');
  const { access, now } = await loadAccess(user.workspaceId);
  if (!can(access, 'reports')) return subscriptionRequired(appError('billing/subscription-required'));
  const usage = await creditsUsed(user.workspaceId, now);
  return Response.json({ plan: access.plan, includedDays: includedDays(access), credits: access.credits, usage });
});

/** Creates a report from `{"series":"2026-11-01, 120\n…"}`. More days than the plan includes use a credit. */
export const POST = route(async (request) => {
  const user = await requireUserApi('/premium');
  assertSameOrigin(request);
  const { series } = await readForm(request, seriesInput);
  try {
    const run = await runReport(actorOf(user), series, 'reports');
    if (!run.ok)
      throw appError('request/invalid', { field: 'series', message: seriesProblem(run.error.line, run.error.problem) });
    return Response.json({ report: run.report, credits: run.credits });
  } catch (error) {
    if (error instanceof AppError && error.code === 'billing/subscription-required') return subscriptionRequired(error);
    throw error;
  }
});

/** Uses the code that this API documents, `subscription_required`. */
function subscriptionRequired({ status, message }: AppError): Response {
  return Response.json({ error: { code: 'subscription_required', message } }, { status });
}
