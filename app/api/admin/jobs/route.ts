import { jobInput } from '@/lib/api/inputs';
import { audit } from '@/lib/audit';
import { requireOperator } from '@/lib/auth';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { readForm } from '@/lib/http/body';
import { respondWithUrl } from '@/lib/http/responses';
import { route } from '@/lib/http/route';
import { assertSameOrigin } from '@/lib/http/same-origin';
import { isJob, runJob } from '@/lib/jobs';
import { toLeft } from '@/lib/operators/left';

/** Seconds in which a job begins work. They leave what is under way then some time: proxies wait for a minute. */
const AVAILABLE = 30;

/** Runs a job now, unless it is running. What doesn't fit into the time is left to its next run. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { job } = await readForm(request, jobInput);
  if (!isJob(job)) throw appError('not-found', { message: 'There is no such job.' });
  const { ran, result = [] } = await runJob(job, AVAILABLE, { partialCounts: false });
  const left = toLeft(result);
  await audit({
    actor: `admin:${admin.id}`,
    action: 'job.run',
    target: job,
    detail: left === '' ? { ran } : { ran, left },
  });
  const done = left !== '' ? `partly&left=${left}` : ran ? 'ran' : 'running';
  return respondWithUrl(request, `${env().appUrl}/admin/jobs?done=${done}`);
});
