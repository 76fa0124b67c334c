import { assertHealthy } from '@/lib/health';
import { route } from '@/lib/http/route';

// public: for load balancers; reveals nothing but up or down
export const GET = route(async () => {
  await assertHealthy();
  return Response.json({ status: 'ok' });
});
