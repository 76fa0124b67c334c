import { db } from '@/lib/db';
import { route } from '@/lib/http/route';

// public: load balancers ask; it says up or down and nothing else
export const GET = route(async () => {
  await db().$queryRaw`SELECT 1`;
  return Response.json({ status: 'ok' });
});
