import 'server-only';
import { env } from './env';

/**
 * Turns untrusted input into an absolute URL on this site; anything else becomes the home page. Returns the parsed URL
 * as a whole, because `/a/..//evil.com` parses to the path `//evil.com`, which leads to another site when used alone
 * (OWASP, "Unvalidated Redirects and Forwards").
 */
export function safeRedirect(raw: unknown): string {
  const { appUrl } = env();
  const home = `${appUrl}/`;
  if (typeof raw !== 'string' || !URL.canParse(raw, appUrl)) return home;
  const url = new URL(raw, appUrl);
  // Compare the whole URL: a blob: URL has the origin of the page that created it.
  const sameSite = url.href.startsWith(home);
  return sameSite && !/^\/[/\\]/.test(url.pathname) ? url.href : home;
}

/** Like safeRedirect, as a path with its query. */
export function safePath(raw: unknown): string {
  const { pathname, search } = new URL(safeRedirect(raw));
  return `${pathname}${search}`;
}

/** URL of the sign-in page that redirects to `raw` afterwards. */
export function signInUrl(raw: unknown): string {
  const path = safePath(raw);
  return `${env().appUrl}/sign-in${path === '/' ? '' : `?${new URLSearchParams({ callbackUrl: path })}`}`;
}
