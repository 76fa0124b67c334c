// Runs after `next build`: hashes the inline scripts of all prerendered pages, for the policy in proxy.ts.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './lib/paths.mjs';

const OUTPUT = join(ROOT, '.next');
const PAGES = join(OUTPUT, 'server', 'app');
const TARGET = join(OUTPUT, 'csp-hashes.json');

const hashes = {};
for (const file of readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))) {
  const html = readFileSync(join(PAGES, file), 'utf8');
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) => body);
  const path = `/${relative('.', file)
    .split(sep)
    .join('/')
    .replace(/\.html$/, '')}`;
  hashes[path === '/index' ? '/' : path] = [...new Set(inline.map(hashOf))];
}
if (Object.keys(hashes).length === 0) throw new Error(`No prerendered page in ${PAGES}: did the build run?`);
writeFileSync(TARGET, JSON.stringify(hashes));
traceForServerless();
console.log(`Content Security Policy: hashed the inline scripts of ${Object.keys(hashes).length} prerendered pages.`);

function hashOf(script) {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/** Adds the file to Next's trace, because serverless platforms deploy only traced files. */
function traceForServerless() {
  const trace = join(OUTPUT, 'server', 'middleware.js.nft.json');
  if (!existsSync(trace)) return;
  const content = JSON.parse(readFileSync(trace, 'utf8'));
  content.files = [...new Set([...content.files, '../csp-hashes.json'])];
  writeFileSync(trace, JSON.stringify(content));
}
