import { isKnownSite } from '../csp/form-targets';
import { env } from '../env';
import { appError } from '../errors';
import { wantsJson } from './accepts';

/**
 * Redirects a browser to `url` with 303; answers a JSON request with `{ url }`. Throws billing/provider-refused (502) when
 * the URL is neither ours nor a configured provider's.
 */
export function respondWithUrl(request: Request, url: string, cookies: readonly string[] = []): Response {
  assertKnownSite(url);
  return wantsJson(request) ? withCookies(Response.json({ url }), cookies) : redirect303(url, cookies);
}

/**
 * 303 See Other: the browser follows with GET, so reloading doesn't submit the form again (RFC 9110 §15.4.4). Throws as
 * `respondWithUrl` does.
 */
export function redirect303(url: string, cookies: readonly string[] = []): Response {
  assertKnownSite(url);
  return withCookies(new Response(null, { status: 303, headers: { location: url } }), cookies);
}

function assertKnownSite(url: string): void {
  if (!isKnownSite(env(), url))
    throw appError('billing/provider-refused', {
      cause: new Error(`Redirect to an unknown site: ${url.slice(0, 200)}`),
    });
}

function withCookies(response: Response, cookies: readonly string[]): Response {
  for (const cookie of cookies) response.headers.append('set-cookie', cookie);
  return response;
}
