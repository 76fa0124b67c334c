import { env } from '@/lib/env';
import { AppError, type ErrorCode } from '@/lib/errors';
import { goOn, seeOther } from '@/lib/http/answers';
import { wantsJson } from '@/lib/http/wants';
import { log } from '@/lib/log';

interface Pages extends Partial<Record<ErrorCode, string>> {
  /** Where the result is seen. */
  readonly done: string;
}

/**
 * Does something and leads to the page that shows the result. A no that has a page of its own leads there, where it can
 * be explained and answered; every other no, and every no to a program, is raised.
 */
export async function andShow(request: Request, pages: Pages, work: () => Promise<void>): Promise<Response> {
  const { appUrl } = env();
  try {
    await work();
  } catch (error) {
    const page = error instanceof AppError ? pages[error.code] : undefined;
    if (page === undefined || wantsJson(request)) throw error;
    log().info({ err: error, page }, 'request answered with a page');
    return seeOther(`${appUrl}${page}`);
  }
  return goOn(request, `${appUrl}${pages.done}`);
}
