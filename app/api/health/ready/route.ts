import { assertHealthy } from '@/lib/health';
import { route } from '@/lib/http/route';

// public: for load balancers; 200 when this process can serve customers, 503 while the database is unreachable
export const GET = route(async () => {
  await assertHealthy();
  return Response.json({ status: 'ok' });
});
