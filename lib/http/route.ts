import 'server-only';
import { randomUUID } from 'node:crypto';
import { unstable_rethrow } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { databaseIsAway } from '../db-away';
import { env } from '../env';
import { AppError, appError } from '../errors';
import { log, withRequestId } from '../log';
import { safePath, signInUrl } from '../redirect';
import { PROBLEM_POLICY, problemPage } from './problem-page';
import { wantsJson } from './wants';

type Handler<C> = (request: NextRequest, context: C) => Promise<Response>;

/**
 * Wraps a route handler: a request id in the log and the answer, nothing cached, and errors as answers:
 * `{"error":{"code","message","field?"}}` for programs, a page with the same status for a browser's form,
 * and for one who is not signed in the sign-in page. Unexpected errors are logged here, once.
 */
export function route<C = unknown>(handler: Handler<C>): Handler<C> {
  return (request, context) => {
    const id = requestId(request);
    return withRequestId(id, async () => {
      const response = await handler(request, context).catch((error: unknown) => answer(error, request, id));
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
      response.headers.set('x-request-id', id);
      return response;
    });
  };
}

function answer(thrown: unknown, request: NextRequest, id: string): Response {
  unstable_rethrow(thrown); // redirect() and notFound() are Next's own
  const error = asAppError(thrown);
  if (error.status >= 500)
    log().error({ err: thrown, code: error.code, path: request.nextUrl.pathname }, 'request failed');
  else log().info({ code: error.code, path: request.nextUrl.pathname }, 'request refused');
  const headers = new Headers(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) });
  if (wantsJson(request)) return Response.json({ error: spoken(error) }, { status: error.status, headers });
  const back = safePath(request.headers.get('referer'));
  if (error.code === 'auth/required') {
    headers.set('location', signInUrl(error.page ?? back));
    return new Response(null, { status: 303, headers });
  }
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', PROBLEM_POLICY);
  const reference = error.code === 'unexpected' ? id : null;
  return new Response(problemPage(error, back, reference), { status: error.status, headers });
}

function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return appError(databaseIsAway(thrown) ? 'database-unavailable' : 'unexpected', { cause: thrown });
}

function spoken({ code, message, field }: AppError) {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

/** The proxy's id for this request where a proxy is trusted, so that both logs can be joined. */
function requestId(request: NextRequest): string {
  const given = request.headers.get('x-request-id');
  return env().trustProxy > 0 && given !== null && /^[\w.-]{8,80}$/.test(given) ? given : randomUUID();
}
