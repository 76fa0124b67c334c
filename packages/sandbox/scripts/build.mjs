// Builds `dist/` for `npm pack`: the program and the public API as JavaScript with all dependencies, their licenses, the
// pages' assets, and types.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { build } from 'esbuild';

const ROOT = resolve(import.meta.dirname, '..');
const DIST = join(ROOT, 'dist');

rmSync(DIST, { recursive: true, force: true });
const { metafile } = await build({
  absWorkingDir: ROOT,
  entryPoints: ['src/main.ts', 'src/index.ts'],
  bundle: true,
  splitting: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  outdir: DIST,
  metafile: true,
  // CommonJS packages need `require`.
  banner: { js: "import { createRequire } from 'node:module';\nconst require = createRequire(import.meta.url);" },
});
// src/engine/assets.ts looks for them next to its bundled file.
cpSync(join(ROOT, 'src', 'engine', 'assets'), join(DIST, 'assets'), { recursive: true });
writeFileSync(join(DIST, 'THIRD-PARTY-LICENSES.txt'), licensesOf(Object.keys(metafile.inputs)));
writeTypes();

/** The license of each package that the bundle contains. */
function licensesOf(inputs) {
  const folders = inputs.map((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean);
  const texts = [...new Set(folders)].sort().map((folder) => {
    const at = join(ROOT, folder);
    const { name, version, license } = JSON.parse(readFileSync(join(at, 'package.json'), 'utf8'));
    const file = readdirSync(at).find((each) => /^licen[cs]e/i.test(each));
    return `${name} ${version} (${license})\n\n${file ? readFileSync(join(at, file), 'utf8').trim() : ''}\n`;
  });
  return texts.join(`\n${'-'.repeat(80)}\n\n`);
}

/** Types with the file extensions that Node's own resolution needs. */
function writeTypes() {
  const compiler = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin', 'tsc');
  execFileSync(process.execPath, [compiler, '-p', 'tsconfig.build.json'], { cwd: ROOT, stdio: 'inherit' });
  const types = join(DIST, 'types');
  for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    const path = join(types, name);
    if (!name.endsWith('.d.ts') || !existsSync(path)) continue;
    const text = readFileSync(path, 'utf8').replace(/(from '|import\(")(\.[^'"]+)/g, '$1$2.js');
    writeFileSync(path, text);
  }
}
