#!/usr/bin/env node
// Starts the sandbox: from its sources in the repository, from `dist/` in the published package. src/config.ts lists the
// environment variables.
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';

// By default, V8 lets the heap grow to several times its used size; this process shares the machine with others.
setFlagsFromString('--heap-growing-percent=30');
process.setSourceMapsEnabled(true);
await import(await program());

async function program() {
  if (!existsSync(new URL('../src/main.ts', import.meta.url))) return new URL('../dist/main.js', import.meta.url).href;
  const { bundle } = await import('../scripts/bundle.mjs');
  return pathToFileURL(await bundle('src/main.ts')).href;
}
