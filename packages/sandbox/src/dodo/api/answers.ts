import type { ErrorHandler, NotFoundHandler } from 'hono';
import { DodoError, notFound } from './errors';

/** Sends errors in Dodo's format. Unexpected ones become a 500, and their stack goes to the sandbox's own output. */
export const answerError: ErrorHandler = (error, c) => {
  if (error instanceof DodoError) return c.json(error.body, error.status);
  console.error(`[dodo] ${c.req.method} ${c.req.path}`, error);
  return c.json({ code: 'INTERNAL_SERVER_ERROR', message: 'Internal server error' }, 500);
};

/** An operation that the sandbox doesn't support: an explicit error, never an empty success. */
export const answerUnknown: NotFoundHandler = (c) => {
  console.warn(`[dodo] ${c.req.method} ${c.req.path} isn't supported by this sandbox: responded with 404.`);
  return c.json({ ...notFound().body, message: `The sandbox does not play ${c.req.method} ${c.req.path}` }, 404);
};
