import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DATA, ROOT } from './paths.mjs';

/**
 * A TypeScript program of ours as one JavaScript file under `.data/code/`, made anew when one of its sources changed.
 * Loaded module by module through tsx, the sandbox starts five times as slowly.
 */
export async function bundle(entry) {
  const target = join(DATA, 'code', `${entry.replaceAll('/', '-')}.mjs`);
  if (!isFresh(target)) await make(entry, target);
  return target;
}

const listOf = (target) => `${target}.sources.json`;

/** What shows that a file is still the one that was read: its size and its time. */
function stampOf(path) {
  const { size, mtimeMs } = statSync(join(ROOT, path));
  return `${size} ${mtimeMs}`;
}

function isFresh(target) {
  try {
    const { root, stamps } = JSON.parse(readFileSync(listOf(target), 'utf8'));
    return root === ROOT && Object.entries(stamps).every(([path, stamp]) => stampOf(path) === stamp);
  } catch {
    return false; // never made, or a source is gone
  }
}

async function make(entry, target) {
  const began = Date.now();
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    tsconfig: 'tsconfig.node.json',
    sourcemap: 'linked',
    outfile: target,
    metafile: true,
    write: false,
    // Pages find their style sheets beside their source, and CommonJS packages want a `require`.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(join(ROOT, 'sandbox/engine/assets.ts')).href) },
    banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
  });
  const sources = Object.keys(metafile.inputs);
  const unchanged = (path) => statSync(join(ROOT, path)).mtimeMs < began;
  const stamps = Object.fromEntries(
    sources.map((path) => [path, unchanged(path) ? stampOf(path) : 'changed meanwhile']),
  );
  mkdirSync(join(DATA, 'code'), { recursive: true });
  for (const { path, contents } of outputFiles) replace(path, contents);
  replace(listOf(target), JSON.stringify({ root: ROOT, stamps }));
}

/** Renamed into place: another process may be reading it. */
function replace(path, contents) {
  const draft = `${path}.${process.pid}`;
  writeFileSync(draft, contents);
  renameSync(draft, path);
}
