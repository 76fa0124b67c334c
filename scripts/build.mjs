// npm run build: Prisma client, production build, and hashes of its pages and inline scripts. Needs no environment variables.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readEnv } from './lib/env-file.mjs';
import { ROOT } from './lib/paths.mjs';
import { generateClient, NEXT } from './lib/tools.mjs';

generateClient();
if (!readEnv().APP_URL)
  console.log('APP_URL is not set, so the preview images of shared links will point to localhost.');
const steps = [[NEXT, 'build'], [join(ROOT, 'scripts', 'prerendered-pages.mjs')]];
for (const step of steps.filter(([script]) => existsSync(script))) {
  const env = { ...process.env, NODE_ENV: 'production', NEXT_TELEMETRY_DISABLED: '1' };
  const { status } = spawnSync(process.execPath, step, { cwd: ROOT, env, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}
