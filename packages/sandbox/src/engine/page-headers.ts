import type { MiddlewareHandler } from 'hono';

const POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/**
 * No website may embed a sandbox page in a frame and trick users into clicking its buttons (OWASP, "Clickjacking
 * Defense Cheat Sheet"). A response with its own policy keeps it: the mailbox shows messages in a frame.
 */
export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const framedByUs = c.res.headers.has('Content-Security-Policy');
  if (!framedByUs) c.header('Content-Security-Policy', POLICY);
  c.header('X-Frame-Options', framedByUs ? 'SAMEORIGIN' : 'DENY');
  c.header('X-Content-Type-Options', 'nosniff');
};
