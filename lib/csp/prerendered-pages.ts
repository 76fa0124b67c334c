import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { THEME_SCRIPT } from '../theme-script';

/** What a build says about a prerendered page. */
export interface PrerenderedPage {
  /** Changes with the page's HTML. */
  readonly etag: string;
  /** `sha256-…` of its inline scripts. */
  readonly scripts: readonly string[];
}

/** By path. Written by scripts/prerendered-pages.mjs. */
type PrerenderedPages = Readonly<Record<string, PrerenderedPage>>;

let read: PrerenderedPages | undefined;

/** The page of this build at a path; null when none is prerendered there. Throws unless the app was built with `npm run build`. */
export function prerenderedPage(path: string): PrerenderedPage | null {
  const pages = builtPages();
  return Object.hasOwn(pages, path) ? (pages[path] ?? null) : null;
}

function builtPages(): PrerenderedPages {
  // scripts/prerendered-pages.mjs writes the file in this shape.
  read ??= JSON.parse(readFileSync(join(process.cwd(), '.next', 'prerendered-pages.json'), 'utf8')) as PrerenderedPages;
  return read;
}

const THEME_HASH = `sha256-${createHash('sha256').update(THEME_SCRIPT).digest('base64')}`;

/** For pages rendered for a request: the theme script and the prerendered pages that Next serves for any path, which never contain a nonce. */
export function fallbackHashes(): string[] {
  const served = ['/_not-found', '/_global-error'].flatMap((path) => prerenderedPage(path)?.scripts ?? []);
  return [...new Set([THEME_HASH, ...served])];
}
