import 'server-only';
import { env } from '../env';
import { appError } from '../errors';

/**
 * CSRF protection; every handler that changes something starts with it, except webhooks and cron. Browsers send the
 * origin of a request in Sec-Fetch-Site or Origin. Throws request/cross-origin (403) for another site or neither header.
 */
export function assertSameOrigin(request: Request): void {
  if (!isSameOrigin(request)) throw appError('request/cross-origin');
}

/** Whether the browser reports that one of our pages sent this request. */
export function isSameOrigin({ headers }: Request): boolean {
  const site = headers.get('sec-fetch-site');
  return site === null ? headers.get('origin') === env().appUrl : site === 'same-origin';
}
