import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { THEME_SCRIPT } from '../theme-script';

/** Maps the path of a prerendered page to the `sha256-…` of its inline scripts. Written by scripts/csp-hashes.mjs. */
export type BuiltHashes = Readonly<Record<string, readonly string[]>>;

let read: BuiltHashes | undefined;

/** The hashes of this build. Throws when the app wasn't built with `npm run build`. */
export function builtHashes(): BuiltHashes {
  // scripts/csp-hashes.mjs writes the file in this shape.
  read ??= JSON.parse(readFileSync(join(process.cwd(), '.next', 'csp-hashes.json'), 'utf8')) as BuiltHashes;
  return read;
}

const THEME_HASH = `sha256-${createHash('sha256').update(THEME_SCRIPT).digest('base64')}`;

/** For pages rendered for a request: the theme script and the prerendered pages that Next serves for any path, which never contain a nonce. */
export function fallbackHashes(built: BuiltHashes): string[] {
  return [...new Set([THEME_HASH, ...['/_not-found', '/_global-error'].flatMap((path) => built[path] ?? [])])];
}
