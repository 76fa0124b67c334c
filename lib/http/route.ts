import 'server-only';
import { randomUUID } from 'node:crypto';
import { unstable_rethrow } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { isDatabaseUnavailable, RETRY_SECONDS } from '../db-errors';
import { recordDenial } from '../denials';
import { env } from '../env';
import { AppError, appError } from '../errors';
import { log, requestUser, withRequestId } from '../log';
import { safePath, signInUrl } from '../redirect';
import { wantsJson } from './accepts';
import { afterResponse } from './after-response';
import { errorPage } from './error-page';
import { requestNotes, withMethod } from './request-notes';
import { NON_PAGE_POLICY } from './security-headers';

type Handler<C> = (request: NextRequest, context: C) => Promise<Response>;

/**
 * Wraps a route handler: adds a request id to the log and the response, disables caching, and turns errors into
 * responses: `{"error":{"code","message","field?"}}` for JSON requests, an HTML page with the same status for forms, and
 * a redirect to the sign-in page for forms of a user who is signed out. Unexpected errors are logged here, once.
 */
export function route<C = unknown>(handler: Handler<C>): Handler<C> {
  return (request, context) => {
    const id = requestId(request);
    const notes = requestNotes();
    notes.failure = 500;
    return withRequestId(id, async () => {
      const handled = withMethod(request.method, () => handler(request, context)).catch((error: unknown) =>
        respondToError(error, request, id),
      );
      notes.work = handled;
      const response = await handled;
      // Elsewhere a job sends the emails it queued, seconds later.
      if (request.method === 'POST' && response.status < 400 && !env().scheduler) afterResponse(mailsSoon);
      if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-store');
      response.headers.set('x-request-id', id);
      return response;
    });
  };
}

/** Loaded on use, because billing's dependencies are large. */
const mailsSoon = async () => (await import('../drain')).mailsSoon();

async function respondToError(thrown: unknown, request: NextRequest, id: string): Promise<Response> {
  unstable_rethrow(thrown); // redirect() and notFound() throw
  const error = asAppError(thrown);
  if (error.status >= 500)
    log().error({ err: thrown, code: error.code, path: request.nextUrl.pathname }, 'request failed');
  else log().info({ code: error.code, path: request.nextUrl.pathname }, 'request refused');
  await recordRefusal(error, request.nextUrl.pathname);
  const headers = new Headers(error.retryAfter === undefined ? {} : { 'retry-after': String(error.retryAfter) });
  if (wantsJson(request)) return Response.json({ error: toJson(error) }, { status: error.status, headers });
  const back = safePath(request.headers.get('referer'));
  if (error.code === 'auth/required') {
    headers.set('location', signInUrl(error.page ?? back));
    return new Response(null, { status: 303, headers });
  }
  headers.set('content-type', 'text/html; charset=utf-8');
  headers.set('content-security-policy', NON_PAGE_POLICY);
  const reference = error.code === 'unexpected' ? id : null;
  return new Response(errorPage(error, back, reference), { status: error.status, headers });
}

/** What a signed-in user may not do, or an id that is not theirs. Everything over a limit is recorded where it is counted. */
export async function recordRefusal(error: AppError, path: string): Promise<void> {
  const userId = requestUser();
  if (userId === null || (error.status !== 403 && error.status !== 404)) return;
  await recordDenial({ by: { userId }, action: 'access.denied', target: error.target ?? path, reason: error.code });
}

function asAppError(thrown: unknown): AppError {
  if (thrown instanceof AppError) return thrown;
  return isDatabaseUnavailable(thrown)
    ? appError('database-unavailable', { cause: thrown, retryAfter: RETRY_SECONDS })
    : appError('unexpected', { cause: thrown });
}

function toJson({ code, message, field }: AppError) {
  return { code, message, ...(field === undefined ? {} : { field }) };
}

/** Reuses the id of a trusted proxy, so that both logs can be correlated. */
function requestId(request: NextRequest): string {
  const given = request.headers.get('x-request-id');
  return env().trustProxy > 0 && given !== null && /^[\w.-]{8,80}$/.test(given) ? given : randomUUID();
}
