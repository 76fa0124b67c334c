import type { MiddlewareHandler } from 'hono';
import type { Config } from '../config';

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * Only this computer's own pages may control the sandbox: another website open in the same browser could otherwise post
 * to 127.0.0.1, or reach it under its own host name (DNS rebinding).
 */
export function localOnly(config: Config): MiddlewareHandler {
  const allowed = (host: string): boolean => LOOPBACK.test(host) || host === new URL(config.appUrl).hostname;
  return async (c, next) => {
    const host = new URL(c.req.url).hostname;
    if (!allowed(host)) return c.text(`The sandbox is only available on this computer, not as ${host}.`, 403);
    const origin = c.req.header('origin');
    const safe = c.req.method === 'GET' || c.req.method === 'HEAD' || c.req.method === 'OPTIONS';
    // Browsers send the posting page in Origin and Sec-Fetch-Site; SDKs, scripts and curl send neither.
    const foreign =
      origin === undefined
        ? c.req.header('sec-fetch-site') === 'cross-site'
        : !(URL.canParse(origin) && allowed(new URL(origin).hostname));
    if (!safe && foreign) return c.text(`Pages of ${origin ?? 'another site'} can't change the sandbox.`, 403);
    return next();
  };
}
