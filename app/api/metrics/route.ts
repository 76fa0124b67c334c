import { env } from '@/lib/env';
import { assertBearer } from '@/lib/http/bearer';
import { route } from '@/lib/http/route';
import { renderMetrics } from '@/lib/metrics/render';

// public: authorized by METRICS_TOKEN
export const GET = route(async (request) => {
  assertBearer(request, env().metricsToken);
  const { text, contentType } = await renderMetrics();
  return new Response(text, { headers: { 'content-type': contentType } });
});
