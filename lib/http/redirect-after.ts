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
 * Runs `work` and redirects to the page that shows the result. Expected errors with a page of their own redirect to it;
 * all other errors, and all errors of JSON requests, are rethrown. Paths are relative to the app's URL.
 */
export async function redirectAfter(request: Request, pages: Pages, work: () => Promise<void>): Promise<Response> {
  const { appUrl } = env();
  try {
    await work();
  } catch (error) {
    if (!(error instanceof AppError) || wantsJson(request)) throw error;
    const page = pages[error.code];
    if (page === undefined) throw error;
    log().info({ code: error.code, page }, 'request redirected to an error page');
    await recordRefusal(error, new URL(request.url).pathname);
    return redirect303(`${appUrl}${page}`);
  }
  return respondWithUrl(request, `${appUrl}${pages.success}`);
}
