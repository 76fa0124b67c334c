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

/** Runs a job now, unless it is running. */
export const POST = route(async (request) => {
  const admin = await requireOperator();
  assertSameOrigin(request);
  const { job } = await readForm(request, jobInput);
  if (!isJob(job)) throw appError('not-found', { message: 'There is no such job.' });
  const { ran } = await runJob(job);
  await audit({ actor: `admin:${admin.id}`, action: 'job.run', target: job, detail: { ran } });
  return respondWithUrl(request, `${env().appUrl}/admin/jobs?done=${ran ? 'ran' : 'running'}`);
});
