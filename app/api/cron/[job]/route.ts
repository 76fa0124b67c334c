import { timingSafeEqual } from 'node:crypto';
import { env } from '@/lib/env';
import { appError } from '@/lib/errors';
import { route } from '@/lib/http/route';
import { isJob, runJob } from '@/lib/scheduler';

// public: opened by CRON_SECRET; a GET because Vercel's scheduler sends nothing else (the one GET that does work)
export const GET = route<{ params: Promise<{ job: string }> }>(async (request, { params }) => {
  const { cronSecret } = env();
  if (cronSecret === null || !same(request.headers.get('authorization') ?? '', `Bearer ${cronSecret}`)) {
    throw appError('not-found');
  }
  const { job } = await params;
  if (!isJob(job)) throw appError('not-found', { words: `There is no job named ${job}.` });
  return Response.json({ job, ran: await runJob(job) });
});

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
