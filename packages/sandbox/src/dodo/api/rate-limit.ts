import type { Context, MiddlewareHandler } from 'hono';
import type { Switches } from '../switches';

interface Window {
  minute: number;
  used: number;
}

/** Tier 0: per API key, or per address without one (Dodo docs, introduction). The per-second limit isn't simulated. */
const PER_MINUTE = { key: 240, anonymous: 100 };

/**
 * Counts requests per real minute in `X-RateLimit-*`. Responds with 429 only while the switch `rate_limit` is
 * `enforced`.
 */
export function rateLimit(switches: Switches): MiddlewareHandler {
  const windows = new Map<string, Window>();
  return async (c, next) => {
    const token = c.req.header('authorization') ?? '';
    const limit = token === '' ? PER_MINUTE.anonymous : PER_MINUTE.key;
    const minute = Math.floor(Date.now() / 60_000);
    if (windows.size > 1000) windows.clear();
    const known = windows.get(token);
    const window = known?.minute === minute ? known : { minute, used: 0 };
    windows.set(token, window);
    window.used += 1;
    if (window.used > limit && switches.get('rate_limit') === 'enforced') return tooMany(c, minute);
    await next();
    c.header('X-RateLimit-Limit', String(limit));
    c.header('X-RateLimit-Remaining', String(Math.max(0, limit - window.used)));
    c.header('X-RateLimit-Reset', String((minute + 1) * 60));
    return undefined;
  };
}

function tooMany(c: Context, minute: number): Response {
  const wait = (minute + 1) * 60 - Math.floor(Date.now() / 1000);
  return c.json({ code: 'TOO_MANY_REQUESTS', message: 'Too many requests' }, 429, { 'Retry-After': String(wait) });
}
