import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './processes.mjs';

const bin = (...path) => join(ROOT, 'node_modules', ...path);

/** Node arguments that run a TypeScript file. */
export function tsx(file) {
  return [bin('tsx', 'dist', 'cli.mjs'), '--tsconfig', join(ROOT, 'tsconfig.node.json'), join(ROOT, file)];
}

/** The script that runs the sandbox with its ports in the environment. */
export const SANDBOX = bin('@tollgate', 'sandbox', 'bin', 'tollgate-sandbox.mjs');

/** Command-line entry points of packages. */
export const NEXT = bin('next', 'dist', 'bin', 'next');
/** Bytes of a request's line and headers: what browsers send here is below 4 KiB; above, Node answers 431. */
const SERVER_LIMITS = ['--max-http-header-size=8192'];
/**
 * Milliseconds for which Next keeps an idle connection: longer than a load balancer does, which would otherwise send a
 * request on one that is being closed. AWS ALB keeps them for 60 s (its "idle timeout"), Caddy for 120 s (`keepalive`).
 */
const KEEP_ALIVE = 130_000;
/** Node arguments that serve the production build. */
export const NEXT_START = [...SERVER_LIMITS, NEXT, 'start', '--keepAliveTimeout', String(KEEP_ALIVE)];
export const TSC = bin('typescript', 'bin', 'tsc');
export const VITEST = bin('vitest', 'vitest.mjs');
export const PLAYWRIGHT = bin('@playwright', 'test', 'cli.js');
export const BIOME = bin('@biomejs', 'biome', 'bin', 'biome');

/** Generates the Prisma client if the schema or Prisma changed. */
export function generateClient() {
  const stamp = join(ROOT, 'lib', 'generated', '.schema');
  const now = createHash('sha256')
    .update(readFileSync(join(ROOT, 'prisma', 'schema.prisma')))
    .update(readFileSync(bin('prisma', 'package.json')))
    .digest('hex');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === now) return;
  // `generate` checks for the engine binary without using it, and would download it.
  const env = { ...process.env, PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PRISMA_HIDE_UPDATE_MESSAGE: '1' };
  run(process.execPath, [bin('prisma', 'build', 'index.js'), 'generate'], env);
  writeFileSync(stamp, now);
}
