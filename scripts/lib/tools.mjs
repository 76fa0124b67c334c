import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './processes.mjs';

const bin = (...path) => join(ROOT, 'node_modules', ...path);

/** Arguments for Node that run a TypeScript file of ours. */
export function tsx(file) {
  return [bin('tsx', 'dist', 'cli.mjs'), '--tsconfig', join(ROOT, 'tsconfig.node.json'), join(ROOT, file)];
}

/** The file that runs the sandbox. */
export const SANDBOX = join(ROOT, 'scripts', 'sandbox-process.mjs');

/** Arguments for Node that run a package's command line. */
export const NEXT = bin('next', 'dist', 'bin', 'next');
export const TSC = bin('typescript', 'bin', 'tsc');
export const VITEST = bin('vitest', 'vitest.mjs');
export const PLAYWRIGHT = bin('@playwright', 'test', 'cli.js');
export const BIOME = bin('@biomejs', 'biome', 'bin', 'biome');

/** Makes the Prisma client when the schema or Prisma changed since the last time. */
export function generateClient() {
  const stamp = join(ROOT, 'lib', 'generated', '.schema');
  const now = createHash('sha256')
    .update(readFileSync(join(ROOT, 'prisma', 'schema.prisma')))
    .update(readFileSync(bin('prisma', 'package.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  // `generate` wants to see the engine's binary although it does not use it, and would download it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  run(process.execPath, [bin('prisma', 'build', 'index.js'), 'generate'], env);
  writeFileSync(stamp, now);
}
