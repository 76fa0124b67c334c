import type { MiddlewareHandler } from 'hono';

const POLICY = "script-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'";

/**
 * No website may show a page of the sandbox in a frame and borrow a click on its buttons (OWASP, "Clickjacking Defense
 * Cheat Sheet"). An answer that brings a policy of its own keeps it: the mailbox shows messages in a frame of its own.
 */
export const pageHeaders: MiddlewareHandler = async (c, next) => {
  await next();
  const framedByUs = c.res.headers.has('Content-Security-Policy');
  if (!framedByUs) c.header('Content-Security-Policy', POLICY);
  c.header('X-Frame-Options', framedByUs ? 'SAMEORIGIN' : 'DENY');
  c.header('X-Content-Type-Options', 'nosniff');
};
