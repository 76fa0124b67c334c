import { timingSafeEqual } from 'node:crypto';
import { env } from '@/lib/env';
import { isJob, runJob } from '@/lib/scheduler';

// public: opened by CRON_SECRET; a GET because Vercel's scheduler sends nothing else (the one GET that does work)
export async function GET(request: Request, { params }: { params: Promise<{ job: string }> }): Promise<Response> {
  const { cronSecret } = env();
  if (cronSecret === null || !same(request.headers.get('authorization') ?? '', `Bearer ${cronSecret}`)) {
    return Response.json({ error: { code: 'not-found', message: 'There is nothing here.' } }, { status: 404 });
  }
  const { job } = await params;
  if (!isJob(job)) {
    return Response.json({ error: { code: 'not-found', message: `There is no job named ${job}.` } }, { status: 404 });
  }
  return Response.json({ job, ran: await runJob(job) });
}

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}
