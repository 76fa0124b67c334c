import { copyFileSync, linkSync, mkdirSync, readdirSync, readlinkSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';

/** What a build or a run makes; the copy makes its own. */
const LEFT_OUT = new Set(['.git', '.data', '.next', 'test-results', 'playwright-report', 'coverage']);

/**
 * Copies this clone to a folder below it, as a fork that can be changed and built. Packages are linked instead of copied,
 * where the file system can: they are most of the bytes and don't change.
 */
export function copyFork(folder) {
  rmSync(folder, { recursive: true, force: true });
  copyFolder(ROOT, folder, copyFileSync, (name) => !LEFT_OUT.has(name) && name !== '.env');
}

function copyFolder(from, to, copy, wanted) {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (!wanted(entry.name)) continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(source), target);
    else if (entry.isFile()) copy(source, target);
    else if (entry.isDirectory())
      copyFolder(source, target, entry.name === 'node_modules' ? linkOrCopy : copy, () => true);
  }
}

function linkOrCopy(source, target) {
  try {
    linkSync(source, target);
  } catch {
    copyFileSync(source, target); // another file system, or one without links
  }
}
