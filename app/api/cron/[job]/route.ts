import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { assertBearer } from '@/lib/http/bearer';
import { route } from '@/lib/http/route';
import { isJob, runJob } from '@/lib/jobs';

/** Seconds after which Vercel ends the function (vercel.com/docs/functions/configuring-functions/duration). */
export const maxDuration = 300;
/** Seconds that a job may use of them. */
const AVAILABLE = 240;

// public: authorized by CRON_SECRET. The only GET with side effects, because Vercel Cron only sends GET requests
export const GET = route<{ params: Promise<{ job: string }> }>(async (request, { params }) => {
  assertBearer(request, env().cronSecret);
  const { job } = await params;
  if (!isJob(job)) throw appError('not-found', { message: `There is no job named ${job}.` });
  return Response.json({ job, ...(await runJob(job, AVAILABLE)) });
});
