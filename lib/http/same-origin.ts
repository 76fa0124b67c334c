import 'server-only';
import { env } from '../env';
import { appError } from '../errors';

/**
 * Every mutating handler but webhooks and cron begins with this. Browsers say where a request comes from in
 * Sec-Fetch-Site or Origin; a request that says neither, or another site, is refused with request/cross-origin (403).
 */
export function assertSameOrigin(request: Request): void {
  const site = request.headers.get('sec-fetch-site');
  const origin = request.headers.get('origin');
  const ours = site === null ? origin === env().appUrl : site === 'same-origin';
  if (!ours) throw appError('request/cross-origin');
}
