import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Path of a prerendered page → `sha256-…` of its inline scripts; written after the build by scripts/csp-hashes.mjs. */
export type BuiltHashes = Readonly<Record<string, readonly string[]>>;

let read: BuiltHashes | undefined;

/** The hashes of this build. Raises when the build was made without `npm run build`: its pages would not work. */
export function builtHashes(): BuiltHashes {
  // Our own script writes the file in this shape.
  read ??= JSON.parse(readFileSync(join(process.cwd(), '.next', 'csp-hashes.json'), 'utf8')) as BuiltHashes;
  return read;
}

/** Pages Next has built in advance and may send for any path: they never get a nonce. */
export function fallbackHashes(built: BuiltHashes): string[] {
  return [...new Set(['/_not-found', '/_global-error'].flatMap((path) => built[path] ?? []))];
}
