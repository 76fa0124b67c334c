import { assertHealthy } from '@/lib/health';
import { route } from '@/lib/http/route';

// public: load balancers ask; it says up or down and nothing else
export const GET = route(async () => {
  await assertHealthy();
  return Response.json({ status: 'ok' });
});
