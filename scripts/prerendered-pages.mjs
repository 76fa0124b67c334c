// Runs after `next build`: hashes all prerendered pages and their inline scripts, for the headers that proxy.ts sets.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { ROOT } from './lib/paths.mjs';

const OUTPUT = join(ROOT, '.next');
const PAGES = join(OUTPUT, 'server', 'app');
const TARGET = join(OUTPUT, 'prerendered-pages.json');

const pages = {};
for (const file of readdirSync(PAGES, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.html'))) {
  const html = readFileSync(join(PAGES, file), 'utf8');
  const inline = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/g)].map(([, body]) => body);
  const path = `/${relative('.', file)
    .split(sep)
    .join('/')
    .replace(/\.html$/, '')}`;
  pages[path === '/index' ? '/' : path] = { etag: etagOf(html), scripts: [...new Set(inline.map(hashOf))] };
}
if (Object.keys(pages).length === 0) throw new Error(`No prerendered page in ${PAGES}: did the build run?`);
writeFileSync(TARGET, JSON.stringify(pages));
traceForServerless();
console.log(`Hashed ${Object.keys(pages).length} prerendered pages and their inline scripts.`);

function hashOf(script) {
  return `sha256-${createHash('sha256').update(script).digest('base64')}`;
}

/** Weak, because the page may be sent compressed. */
function etagOf(html) {
  return `W/"${createHash('sha256').update(html).digest('base64url').slice(0, 22)}"`;
}

/** Adds the file to Next's trace, because serverless platforms deploy only traced files. */
function traceForServerless() {
  const trace = join(OUTPUT, 'server', 'middleware.js.nft.json');
  if (!existsSync(trace)) return;
  const content = JSON.parse(readFileSync(trace, 'utf8'));
  content.files = [...new Set([...content.files, '../prerendered-pages.json'])];
  writeFileSync(trace, JSON.stringify(content));
}
