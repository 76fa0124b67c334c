import 'server-only';
import { env } from './env';

/**
 * An absolute address on this site from whatever a client sent; anything else becomes the start page.
 * Built by the URL parser and returned whole: `/a/..//evil.com` parses to a path of `//evil.com`,
 * which would leave the site if only the path were used (security.md B2).
 */
export function safeRedirect(raw: unknown): string {
  const { appUrl } = env();
  const home = `${appUrl}/`;
  if (typeof raw !== 'string' || !URL.canParse(raw, appUrl)) return home;
  const url = new URL(raw, appUrl);
  // Of the whole address: the origin of a blob: URL is the origin of its maker.
  const ours = url.href.startsWith(home);
  return ours && !/^\/[/\\]/.test(url.pathname) ? url.href : home;
}

/** The same as a path with its query, for forms and links inside our own pages. */
export function safePath(raw: unknown): string {
  const { pathname, search } = new URL(safeRedirect(raw));
  return `${pathname}${search}`;
}

/** The sign-in page that leads on to `raw` afterwards. */
export function signInUrl(raw: unknown): string {
  const path = safePath(raw);
  return `${env().appUrl}/sign-in${path === '/' ? '' : `?${new URLSearchParams({ callbackUrl: path })}`}`;
}
