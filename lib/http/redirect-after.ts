import { env } from '@/lib/env';
import { AppError, type ErrorCode } from '@/lib/errors';
import { log } from '@/lib/log';
import { wantsJson } from './accepts';
import { redirect303, respondWithUrl } from './responses';
import { recordRefusal } from './route';

interface Pages extends Partial<Record<ErrorCode, string>> {
  readonly success: string;
}

/**
 * Runs `work` and redirects to the page that shows the result: the one that `work` returns, else `success`. Expected errors
 * with a page of their own redirect to it; all other errors, and all errors of JSON requests, are rethrown. Paths are
 * relative to the app's URL.
 */
export async function redirectAfter(
  request: Request,
  pages: Pages,
  work: (() => Promise<void>) | (() => Promise<string>),
): Promise<Response> {
  const { appUrl } = env();
  let page: string;
  try {
    page = (await work()) ?? pages.success;
  } catch (error) {
    if (!(error instanceof AppError) || wantsJson(request)) throw error;
    const problem = pages[error.code];
    if (problem === undefined) throw error;
    log().info({ code: error.code, page: problem }, 'request redirected to an error page');
    await recordRefusal(error, new URL(request.url).pathname);
    return redirect303(`${appUrl}${problem}`);
  }
  return respondWithUrl(request, `${appUrl}${page}`);
}
